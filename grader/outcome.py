"""How one call into student code ended: an `Observation`, or a `CallFailed` that becomes a verdict.

A wrong answer is neither: it is a `grader.authoring.Failure`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # `grade --help` reads this module and must not wait for pydantic
    from grader.results import Verdict
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class CallFailed(Exception):
    """One call into student code that gave no value."""

    verdict: ClassVar[Verdict] = "errored"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StudentRaised(CallFailed):
    """Student code raised.

    `type_name` is the name of the nearest built-in exception class, so that it can be
    shown on hidden checks; `own_name` and `text` come from the student and can not. It is his
    `own` where a `raise` or an `assert` of his raised it, and not what he called. `callers` are the
    lines of his file that `line` was called from, the nearest first.
    """

    def __init__(
        self,
        type_name: str,
        *,
        bases: tuple[str, ...] = (),
        own_name: str = "",
        text: str = "",
        line: int | None = None,
        callers: tuple[int, ...] = (),
        function: str = "",
        own: bool = False,
    ) -> None:
        where = f" at line {line} of your file" if line is not None else ""
        super().__init__(f"Your code raised {type_name}{where}")
        self.type_name = type_name
        self.bases = bases or (type_name,)
        self.own_name = own_name or type_name
        self.text = text
        self.line = line
        self.callers = callers
        self.function = function
        self.own = own

    def in_place_of(self, wanted: str) -> StudentRaised:
        """The same where another kind of exception had to be raised: its message says so."""
        other = copy.copy(self)
        other.message = f"It must raise {wanted} here; y{self.message[1:]}"
        other.args = (other.message,)
        return other


class NotAllowed(CallFailed):
    """Student code called a function that the assignment forbids in this exercise."""


class NotImplementedYet(CallFailed):
    """The stub is untouched, or the name is not there at all."""

    verdict = "not_implemented"


class TimedOut(CallFailed):
    """The call did not come back within its time limit.

    `line` is where in the student's file it was then, and `called` what that had called, one the
    next, as far as the worker tells.
    """

    verdict = "timed_out"

    def __init__(self, message: str, lines: Sequence[int] = ()) -> None:
        super().__init__(message)
        self.line = lines[0] if lines else None
        self.called = tuple(lines[1:])


class OutOfMemory(CallFailed):
    """The call asked for more memory than the assignment allows."""

    verdict = "out_of_memory"


class Died(CallFailed):
    """The worker ended by a signal or by an exit during the call."""

    verdict = "died"


class ProtocolViolation(CallFailed):
    """What came over the wire is not an answer to what was asked."""

    verdict = "protocol"


@dataclass(frozen=True)
class Observation:
    """One watched call: its value and what it did besides.

    `changed` names the arguments that differ after the call; `steps` counts the Python
    instructions that ran; `warnings` are those that NumPy gave; `shared` says whether the
    results of two calls share memory with each other or with an argument.
    """

    value: Any
    changed: tuple[str, ...] = ()
    steps: int = 0
    warnings: tuple[str, ...] = ()
    shared: bool = False
