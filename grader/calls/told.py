"""What may be told of a submission's own words.

A message on a hidden check goes back to the student: any word of the submission's in it could
spell out a hidden input. So what is told is the grader's, NumPy's or Python's own, or is marked
as the submission's.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.outcome import (
    CallFailed,
    Died,
    NotAllowed,
    NotImplementedYet,
    OutOfMemory,
    ProtocolViolation,
    StudentRaised,
)
from grader.show import is_short_name
from grader.worker import CHANGED, EXIT, MEMORY, MISSING, NOT_ALLOWED, REFUSED
from grader.worker.wire import (
    KeptDict,
    KeptList,
    KeptTuple,
)

# Built-in exceptions that may be named on hidden checks; a student's own class may not.
SAFE_NAMES = frozenset(
    [
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "EOFError",
        "Exception",
        "FileNotFoundError",
        "FloatingPointError",
        "ImportError",
        "IndentationError",
        "IndexError",
        "KeyError",
        "KeyboardInterrupt",
        "LookupError",
        "ModuleNotFoundError",
        "NameError",
        "NotImplementedError",
        "OSError",
        "OverflowError",
        "PermissionError",
        "RecursionError",
        "RuntimeError",
        "StopIteration",
        "SyntaxError",
        "TabError",
        "TypeError",
        "UnboundLocalError",
        "UnicodeError",
        "ValueError",
        "ZeroDivisionError",
    ]
)
# Classes whose names may be shown; one of the student's own could spell out a hidden input.
SAFE_CLASSES = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type)
) | {
    "builtin_function_or_method",
    "coroutine",
    "deque",
    "function",
    "generator",
    "method",
    "module",
    "ufunc",
}
_ARRAY_TEXT = re.compile(r"an array of dtype [A-Za-z?]")
_OBJECT_TEXT = "an object of class "
CHANGES_GIVEN = (
    "Your file changes given code, or the grader's, while it runs: import given code and leave it "
    "as it is, and what it uses of other modules"
)
OWN_CLASS = "an object of a class of its own"
# Names of operations are NumPy's own: any other word could spell out a hidden input.
_OPERATIONS = {one.__name__ for one in vars(np).values() if isinstance(one, np.ufunc)}
_OPERATIONS |= {"accumulate", "cast", "dot", "reduce", *np.linalg.__all__}
_NUMPY_WARNING = re.compile(
    r"(?:(?:overflow|underflow|divide by zero|invalid value) encountered in "
    rf"(?:scalar )?(?:{'|'.join(sorted(_OPERATIONS))})"
    r"|Mean of empty slice\.?|Degrees of freedom <= 0 for slice\.?"
    r"|All-NaN (?:slice|axis) encountered)(?: \(line \d{1,7}\))?"
)


class Told(str):
    """Text that a submission returned: on hidden checks its own words are not shown."""

    __slots__ = ()


# Numbers tell nothing, and are most of what crosses: a call for each takes long.
_WORDLESS = frozenset([float, int, bool, np.ndarray])


def told(value: Any) -> Any:
    """The value with its texts known as a submission's."""
    kind = type(value)
    if kind is str:
        return Told(value)
    if kind is list or kind is tuple:
        return kind([item if type(item) in _WORDLESS else told(item) for item in value])
    if kind is dict:
        return {
            Told(key) if type(key) is str else told(key): item
            if type(item) in _WORDLESS
            else told(item)
            for key, item in value.items()
        }
    if isinstance(value, KeptTuple | KeptList | KeptDict):
        plain = dict if isinstance(value, KeptDict) else list
        kept: Any = type(value)(told(plain(value)))
        kept.number = value.number
        return kept
    return value


def warning_told(text: object) -> str:
    """NumPy's own words, or none: a warning's text may come from the student."""
    if isinstance(text, str) and _NUMPY_WARNING.fullmatch(text):
        return text
    return "a RuntimeWarning"


def failure_told(
    bases: list[Any],
    own: str,
    text: str,
    lines: Sequence[object],
    function: str,
    outcome: str,
    name: str,
) -> CallFailed:
    """The failure of a call to `name`, from what the worker says of the exception.

    `lines` are the one that raised, and those that it was called from.
    """
    names = tuple(base for base in bases if isinstance(base, str) and base in SAFE_NAMES)
    where, *callers = (_line(one) for one in lines)
    at = f" at line {where} of your file" if where is not None else ""
    if outcome == MISSING:
        return NotImplementedYet(f"Your file defines no function called {name}")
    if outcome == CHANGED:
        return ProtocolViolation(CHANGES_GIVEN)
    if outcome == NOT_ALLOWED:
        return NotAllowed(f"Your code calls a function that is not allowed here{at}")
    if outcome == MEMORY:
        return OutOfMemory(f"Your code asked for more memory than this assignment allows{at}")
    if outcome == EXIT:
        return Died(f"Your code asked Python to exit{at}")
    if names[:1] == ("NotImplementedError",) and function == name:
        return NotImplementedYet("Not filled in yet")
    return StudentRaised(
        names[0] if names else "Exception",
        bases=names,
        own_name=own[:60],
        text=text[:500],
        line=where,
        callers=tuple(line for line in callers if line is not None),
        function=function[:60],
        own=outcome == REFUSED,
    )


def _line(told: object) -> int | None:
    """A line as a worker tells it; None for what is none."""
    return told if isinstance(told, int) and 0 < told < 10**7 else None


def without_words(value: Any) -> Any:
    """A value without what a submission wrote in it: that could be the inputs of hidden checks.

    Short names stay, or a dict could not be told from another.
    """
    if isinstance(value, Told) and not is_short_name(value):
        return f"<a text of {len(value)} characters>"
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        found: dict[Any, Any] = {}
        for key, item in value.items():
            shown = plain = without_words(key)
            count = 1
            while shown in found:  # or of two keys of the same length one would be lost
                count += 1
                shown = f"{plain} ({count})"
            found[shown] = without_words(item)
        return found
    if isinstance(value, list | tuple):
        plain = [without_words(item) for item in value]
        return tuple(plain) if isinstance(value, tuple) else plain
    return value
