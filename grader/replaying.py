"""Calls sent ahead of a check, and the check's answers from their replies.

The calls that each check makes of a right solution are known from its run on the reference;
what turns out otherwise (it depends on what the student returned) is asked when the check
comes to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks import Observation
from grader.errors import CallFailed
from grader.explaining import Made
from grader.frames import digest_of
from grader.planning import PlannedCall
from grader.preparing import Example, PreparedCheck
from grader.session import Session
from grader.student import Call

# Ways to answer an example rightly, to the last bit, that are known again.
MOST_PASSING = 64
# Bytes of memory that all replies to one check may take when they are compared at once.
MOST_COMPARED = 96 << 20


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


@dataclass(frozen=True)
class Behaviour:
    """What student code did on the planned calls of one check: to compare with known mistakes."""

    results: tuple[Observation | CallFailed, ...]


@dataclass(frozen=True)
class Talk:
    """A session, and the numbers of the requests that were sent ahead, per check and example."""

    session: Session
    numbers: dict[str, list[list[int]]]

    def send(self, prepared: PreparedCheck) -> None:
        """Send every planned call of a check, if that is not done yet."""
        if prepared.check.id not in self.numbers:
            self.numbers[prepared.check.id] = [
                [self.session.submit(planned.request) for planned in example.plan]
                for example in prepared.examples
            ]

    def culprit(self) -> str | None:
        """The check whose planned call ended the session, if one did."""
        at = self.session.failed_at
        for check, numbers in self.numbers.items():
            if any(at in ahead for ahead in numbers):
                return check
        return None

    def behaviour(self, prepared: PreparedCheck) -> Behaviour | None:
        """What the planned calls gave; None when that was too much to keep."""
        calls = [planned for example in prepared.examples for planned in example.plan]
        numbers = [number for ahead in self.numbers[prepared.check.id] for number in ahead]
        weight = 0
        results: list[Observation | CallFailed] = []
        for planned, number in zip(calls, numbers, strict=True):
            if self.session.lost(number):
                return None
            try:
                results.append(self.session.observation(number, planned.call.name))
            except CallFailed as failure:
                results.append(failure)
            weight += self.session.weight(number)
            if weight > MOST_COMPARED:
                return None
        return Behaviour(tuple(results))


def answers_of(session: Session, example: Example, ahead: Sequence[int]) -> bytes:
    """A digest of the replies to an example's planned calls; empty when one is not there."""
    parts: list[bytes] = []
    try:
        for planned, number in zip(example.plan, ahead, strict=True):
            if session.lost(number):
                return b""
            parts += session.reply(number, planned.call.name)
    except CallFailed:
        return b""  # the check tells what became of it
    return digest_of(parts) if parts else b""
