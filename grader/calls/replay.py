"""A check's calls, answered from replies to what was sent ahead, else by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.calls.call import Call, Made
from grader.calls.plan import PlannedCall
from grader.calls.session import Session
from grader.outcome import Observation


class Replay:
    """Answers a check's calls from replies that were asked for ahead, else from the worker.

    `made` are the calls so far and what they gave; `planned_only` says whether all of them
    were answered from replies to the plan.
    """

    def __init__(
        self, session: Session, plan: Sequence[PlannedCall], numbers: Sequence[int]
    ) -> None:
        self._session = session
        self._ahead = list(zip(plan, numbers, strict=True))
        self._place = 0
        self._given: dict[int, Any] = {}
        self.made: list[Made] = []
        self.planned_only = True

    def invoke(self, call: Call) -> Observation:
        """The call's value and what was watched; raises `CallFailed`."""
        self.made.append(Made(call, None))
        seen = self._find(call)
        self.made[-1] = Made(call, seen)
        return seen

    def _find(self, call: Call) -> Observation:
        # A call that turned out otherwise need not make those after it do so.
        for place in range(self._place, len(self._ahead)):
            planned, number = self._ahead[place]
            if planned.fits(call, self._given, place):
                self._place = place + 1
                if self._session.lost(number):
                    break
                seen = self._session.observation(number, call.name, self)
                self._given[place] = seen.value
                return seen
        self.planned_only = False
        return self._session.invoke(call, self)
