"""The student's module as checks see it: calls that travel, values that come back.

What a reply says is checked here and turned into plain values or into one of the
`CallFailed` errors; nothing that a submission sent gets further unread.
"""

from __future__ import annotations

import builtins
import re
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from grader.checks import Observation
from grader.errors import (
    CallFailed,
    Died,
    NotImplementedYet,
    OutOfMemory,
    ProtocolViolation,
    StudentRaised,
)
from grader.frames import Payload, WireError, parse_own, payload
from grader.observing import MOST_STEPS
from grader.wire import UNSENDABLE, Encoder, KeptDict, KeptList, KeptTuple, Op, Opaque, Tag, unpack
from grader.worker import EXIT, MEMORY, MISSING, Host

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


def _told(value: Any) -> Any:
    """The value with its texts known as a submission's."""
    kind = type(value)
    if kind is str:
        return Told(value)
    if kind is list or kind is tuple:
        return kind(map(_told, value))
    if kind is dict:
        return {_told(key): _told(item) for key, item in value.items()}
    if isinstance(value, KeptTuple | KeptList | KeptDict):
        plain = dict if isinstance(value, KeptDict) else list
        kept: Any = type(value)(_told(plain(value)))
        kept.number = value.number
        return kept
    return value


class Handle:
    """An object that stays in the worker: the check passes it back, reads it, calls it."""

    def __init__(self, number: int, description: str, caller: Caller) -> None:
        self.number = number
        self.description = description
        self._caller = caller

    def __str__(self) -> str:
        return self.description

    __repr__ = __str__

    def get(self, attribute: str) -> Any:
        """The object's attribute of that name."""
        return self._caller.invoke(Call(Op.GET, attribute, handle=self)).value

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """The result of the object's method of that name."""
        return self._caller.invoke(Call(Op.METHOD, method, args, kwargs, handle=self)).value


@dataclass(frozen=True)
class Call:
    """One request about student code."""

    op: Op
    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    watch: tuple[str, ...] = ()
    handle: Handle | None = None


class Caller(Protocol):
    """Whatever can answer a call: a worker, this process, a replay."""

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""


class Ends:
    """The checker's end of what does not cross by value: handles and its own functions.

    `classes` are names of the course's own classes, which may be shown.
    """

    def __init__(self, caller: Caller, classes: Collection[str] = ()) -> None:
        self._caller = caller
        self._classes = SAFE_CLASSES.union(classes)
        self._functions: list[Callable[..., Any]] = []

    def pack(self, value: Any) -> list[Any]:
        """The number of a handle, or of a function that the worker may call back."""
        if isinstance(value, Handle):
            return [Tag.HANDLE.value, value.number]
        if callable(value):
            self._functions.append(value)
            return [Tag.FUNCTION.value, len(self._functions) - 1]
        raise TypeError(f"a check may not pass {type(value).__name__} to student code")

    def keep(self, value: Any) -> None:
        """Nothing: what a check passes has the class that it seems to have."""

    def unpack(self, tagged: list[Any]) -> Handle:
        """The handle for an object of the worker's."""
        match tagged:
            case [Tag.HANDLE, int(number), str(text)] if len(text) < 200 and text.isprintable():
                return Handle(number, self._described(text), self._caller)
        raise WireError("a malformed handle")

    def _described(self, text: str) -> str:
        """What a submission says of an object, as far as it is none of its own words."""
        name = text.removeprefix(_OBJECT_TEXT)
        known = name in self._classes if name != text else _ARRAY_TEXT.fullmatch(text)
        return text if known or text in UNSENDABLE else OWN_CLASS

    def asked_by(self, caller: Caller) -> Ends:
        """The same end, whose handles ask through another caller."""
        ends = copy(self)
        ends._caller = caller
        return ends

    def function(self, number: int) -> Callable[..., Any]:
        """The checker's function of that number; raises `WireError` if there is none."""
        if not 0 <= number < len(self._functions):
            raise WireError("a call to a function that was never passed")
        return self._functions[number]


def packed(call: Call, ends: Opaque, *, keep: int = 0) -> Payload:
    """The payload of a call; its result is kept for so many more, which may name it."""
    encoder = Encoder(ends)
    body: list[Any] = [call.op.value]
    if call.handle is not None:
        body.append(encoder.pack(call.handle))
    body.append(call.name)
    if call.op != Op.GET:
        body += [encoder.pack(call.args), encoder.pack(dict(call.kwargs))]
    if call.op == Op.CALL:
        body += [list(call.watch), keep]
    return payload(body, encoder.blobs)


def load_request(
    source: str,
    module: str,
    *,
    given: Mapping[str, str] | None = None,
    replaced: Sequence[str] = (),
    code: bytes = b"",
) -> Payload:
    """The payload that loads a submission; `code` is what its source compiles to."""
    return payload(
        [
            Op.LOAD.value,
            source,
            f"{module}.py",
            module,
            [*map(list, (given or {}).items())],
            [*replaced],
            code,
        ]
    )


def observed(message: list[Any], name: str, ends: Ends) -> Observation:
    """What a reply says of a call to `name`; raises `CallFailed` or `WireError`."""
    match message:
        case [Op.VALUE, tree, list(warned), list(changed), int(steps), bool(shared)]:
            return Observation(
                value=_told(unpack(tree, ends)),
                warnings=tuple(_warning(text) for text in warned),
                changed=tuple(text for text in changed if isinstance(text, str)),
                steps=min(max(steps, 0), MOST_STEPS),
                shared=shared,
            )
        case [Op.RAISED, list(bases), str(own), str(text), line, str(function), str(outcome)]:
            raise _failure(bases, own, text, line, function, outcome, name)
    raise WireError("a reply that is neither a value nor an error")


def _warning(text: object) -> str:
    """NumPy's own words, or none: a warning's text may come from the student."""
    if isinstance(text, str) and _NUMPY_WARNING.fullmatch(text):
        return text
    return "a RuntimeWarning"


def _failure(
    bases: list[Any], own: str, text: str, line: object, function: str, outcome: str, name: str
) -> CallFailed:
    names = tuple(base for base in bases if isinstance(base, str) and base in SAFE_NAMES)
    where = line if isinstance(line, int) and 0 < line < 10**7 else None
    at = f" at line {where} of your file" if where is not None else ""
    if outcome == MISSING:
        return NotImplementedYet(f"Your file defines no function called {name}")
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
        function=function[:60],
    )


class RemoteFunction:
    """One function of the student's, by name."""

    def __init__(self, name: str, caller: Caller, parameters: Sequence[str]) -> None:
        self.name = name
        self._caller = caller
        self._parameters = parameters

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; raises `CallFailed` when no value came back."""
        return self._caller.invoke(Call(Op.CALL, self.name, args, kwargs)).value

    def observe(self, *watch: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """Call it while watching "changed", "steps" or "shared"."""
        seen = self._caller.invoke(Call(Op.CALL, self.name, args, kwargs, watch))
        named = tuple(self._parameter(text) for text in seen.changed)
        return Observation(seen.value, named, seen.steps, seen.warnings, seen.shared)

    def _parameter(self, text: str) -> str:
        if text.isascii() and text.isdecimal() and len(text) <= 3:
            place = int(text)
            known = place < len(self._parameters)
            return self._parameters[place] if known else f"argument {place + 1}"
        return text if text in self._parameters else "an argument"


class RemoteStudent:
    """The student's module: functions by name (implements `grader.checks.Student`)."""

    def __init__(self, caller: Caller, parameters: Mapping[str, Sequence[str]]) -> None:
        self._caller = caller
        self._parameters = parameters

    def __getattr__(self, name: str) -> RemoteFunction:
        if name.startswith("__"):
            raise AttributeError(name)
        return RemoteFunction(name, self._caller, self._parameters.get(name, ()))


class LocalCaller:
    """Runs trusted code (the reference, its variants) in this process, through the same codec.

    For drawing, proving and unit tests. It must never be given a submission.
    """

    def __init__(
        self,
        source: str,
        module: str = "solution",
        *,
        given: Mapping[str, str] | None = None,
        replaced: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self._host = Host(self._ask)
        self._ends = Ends(self)
        self._replaced = dict(replaced or {})
        request = load_request(source, module, given=given, replaced=tuple(self._replaced))
        observed(self._reply(request), module, self._ends)

    @property
    def namespace(self) -> Mapping[str, Any]:
        """What the module defines."""
        return vars(self._host.submission.module)

    def _ask(self, target: Any, args: Any, kwargs: Any) -> Any:
        function = (
            self._replaced[target] if isinstance(target, str) else self._ends.function(target)
        )
        return function(*args, **kwargs)

    def _reply(self, request: Payload) -> list[Any]:
        with (
            warnings.catch_warnings(),
            np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
        ):
            warnings.simplefilter("always")
            record = self._host.submission.record_warning
            warnings.showwarning = record  # type: ignore[assignment]  # as in the worker
            body, _, data = self._host.reply(_parsed(request))
        return parse_own(data[:body], data[body:])

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        return observed(self._reply(packed(call, self._ends)), call.name, self._ends)


def _parsed(request: Payload) -> list[Any]:
    body, _, data = request
    return parse_own(data[:body], data[body:])


def local_student(source: str, **how: Any) -> RemoteStudent:
    """Trusted source as a `Student` in this process (see `LocalCaller` for `how`)."""
    return RemoteStudent(LocalCaller(source, **how), {})


def violation(fault: WireError) -> ProtocolViolation:
    """The verdict for bytes that break the wire's rules."""
    return ProtocolViolation(f"The answer broke the protocol: {fault}")
