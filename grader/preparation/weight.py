"""How much work an example is for a right answer, counted and not timed: equal on every machine."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from grader.calls import LocalCaller
from grader.preparation.prepared import Prepared, PreparedCheck
from grader.preparation.trial import attempt
from grader.preparation.trusted import trusted

# More lines than these are not counted.
MOST_LINES = 1500


class _Enough(BaseException):
    """Ends the counting from within; not an Exception, so that nothing holds it up."""


class Weights:
    """The weights of one prepared assignment's examples, each counted when first asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], int] = {}
        self._caller: LocalCaller | None = None

    def of(self, prepared: Prepared, one: PreparedCheck, place: int) -> int:
        """The lines of the reference and of given code that run on one of a check's examples.

        Where there is no reference, as in a handout, it is 0.
        """
        key = one.check.id, place
        if key not in self._known:
            self._known[key] = self._counted(prepared, one, place) if prepared.reference else 0
        return self._known[key]

    def _counted(self, prepared: Prepared, one: PreparedCheck, place: int) -> int:
        if self._caller is None:
            self._caller = trusted(prepared.assignment)
        example = one.examples[place]
        names = (prepared.assignment.spec.module, *prepared.assignment.given)
        files = {f"{name}.py" for name in names}
        count = 0

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal count
            if frame.f_code.co_filename not in files:
                return None
            if event == "line":
                count += 1
                if count >= MOST_LINES:
                    raise _Enough
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            attempt(one.check, example.inputs, self._caller, prepared, asked=example.asked)
        except _Enough:
            pass
        finally:
            sys.settrace(before)
        return count
