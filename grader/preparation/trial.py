"""One check on one example, with whoever answers its calls: what came of it.

Whose fault a failing check is gets decided here and nowhere else. A `Failure` is a wrong
answer, a `CallFailed` student code that gave no value; anything else that comes out of a check
is its author's slip: that check is `broken`, and no other. Only memory and time, which a check
takes as much of as the answers make it take, are the answers' doing.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from grader.authoring.checks import Reference as AnyReference
from grader.authoring.failure import Failure
from grader.calls import Caller, Effort, RemoteStudent, out_of_memory
from grader.errors import SandboxFailed
from grader.outcome import CallFailed
from grader.preparation.prepared import Prepared, PreparedCheck
from grader.preparation.reference import Asked, ReferenceRun


@dataclass(frozen=True)
class Slip:
    """What a check raised by its own fault, with its line in the check."""

    error: Exception
    line: str

    @property
    def says(self) -> str:
        """The exception and its line, in one line."""
        text = "".join(traceback.format_exception_only(self.error)).strip().splitlines()[-1]
        return text + (f" (line {self.line})" if self.line else "")


@dataclass(frozen=True)
class Trial:
    """What came of it: a `value` (a law has none), or one of the three ways to fail."""

    value: Any = None
    wrong: Failure | None = None
    ended: CallFailed | None = None
    slip: Slip | None = None

    @property
    def failed(self) -> bool:
        """Whether student code does not do what the check asks for."""
        return self.wrong is not None or self.ended is not None

    @property
    def held(self) -> bool:
        """Whether nothing is wrong, with the answers or with the check."""
        return not self.failed and self.slip is None


def attempt(
    law: Callable[..., Any],
    inputs: Mapping[str, Any],
    caller: Caller,
    prepared: Prepared,
    *,
    asked: Sequence[Asked] = (),
    reference: AnyReference | None = None,
    effort: Effort | None = None,
) -> Trial:
    """Run a check (or a picture) on these inputs, its calls answered by `caller`.

    `asked` are questions to the reference whose answers are known; `reference` is another one
    than the assignment's. For a submission it is done within an `effort`. Raises `SandboxFailed`:
    that is neither the check's fault nor the student's.
    """
    student = RemoteStudent(caller, prepared.parameters)
    if reference is None:
        reference = ReferenceRun(prepared.reference, prepared.data, asked)
    try:
        with effort or nullcontext():
            return Trial(law(student, reference, **inputs))
    except Failure as failure:
        return Trial(wrong=failure)
    except CallFailed as failure:
        return Trial(ended=failure)
    except SandboxFailed:
        raise
    except Exception as fault:  # noqa: BLE001 (whatever else comes out is the author's fault)
        if effort is not None and isinstance(fault, MemoryError):
            return Trial(ended=out_of_memory())
        return Trial(slip=Slip(fault, _line_of(fault)))


def attempts(
    one: PreparedCheck, caller: Caller, prepared: Prepared, *, effort: Effort | None = None
) -> Iterator[Trial]:
    """The trials of a check on its examples, in order, up to the first that does not hold."""
    for example in one.examples:
        trial = attempt(
            one.check, example.inputs, caller, prepared, asked=example.asked, effort=effort
        )
        yield trial
        if not trial.held:
            return


def _line_of(fault: Exception) -> str:
    """The line at which it was raised: the innermost, which is the check's or a helper's."""
    frames = traceback.extract_tb(fault.__traceback__)
    return str(frames[-1].lineno) if frames else ""
