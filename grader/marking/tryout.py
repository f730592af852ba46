"""One worker into which one variant of a submission after the other is loaded, and tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from grader.calls import Budget, Call, Caller, Effort, Payload, PlannedCall, Replay, Session, Whole
from grader.closing import Closing
from grader.diagnosis import parts_of
from grader.marking.ahead import Talk
from grader.marking.remembered import Passing
from grader.outcome import CallFailed, TimedOut
from grader.preparation import Prepared, PreparedCheck, attempt

T = TypeVar("T")
# An example of fewer lines of Python than these takes no longer than what is around it.
LIGHT = 150
# A clock has a say only in what hangs, and in what is slower than any function of the course: so
# long may a call take, all calls of a search, and those of one variant before any edit.
CALL_SECONDS = 0.5
SECONDS = 10.0
SLOW_SECONDS = 0.25
MOST_HUNG = 2
MOST_ENDED = 6


class Over(Exception):
    """A clock, or what ended too many workers, has ended the trying."""


@dataclass(frozen=True)
class Case:
    """An example of a check, by its place."""

    prepared: PreparedCheck
    place: int

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others of its assignment."""
        return self.prepared.check.id, self.place

    @property
    def plan(self) -> Sequence[PlannedCall]:
        """The calls that a right solution gets."""
        return self.prepared.examples[self.place].plan


def plainness(case: Case) -> int:
    """The fewer different numbers an example has, the more of what is wrong looks right."""
    inputs = case.prepared.examples[case.place].inputs
    numbers = [np.ravel(one) for one in parts_of(inputs, ()).values()]
    return -np.unique(np.concatenate(numbers)).size if numbers else 0


class Tryout(Closing):
    """Tries variants of one exercise; each is loaded anew, in a module of its own.

    `begin` starts a worker with nothing loaded; all searches of a submission have the `whole` of
    their time together. A worker that a variant ends is replaced; what no
    variant can be told from another by, it keeps from one to the next. So what passes here is
    tried again in a fresh one (`passes`).
    """

    def __init__(
        self, prepared: Prepared, begin: Callable[[Budget], Session], whole: Whole
    ) -> None:
        self._prepared = prepared
        self._begin = begin
        limits = prepared.assignment.spec.limits
        self._budget = Budget(min(CALL_SECONDS, limits.call_seconds), SECONDS, whole=whole)
        # What the checker itself may spend on what variants return.
        self.effort = Effort(SECONDS)
        self._module = prepared.assignment.spec.module
        self._shared: Session | None = None
        self._hung = self._ended = 0

    def held(self, request: Payload, cases: Sequence[Case], *, every: bool) -> int:
        """On how many of these examples the check holds, or on how many before it does not, unless
        `every` one is tried; raises `Over`.
        """

        def count(session: Session) -> int:
            held = 0
            for case in cases:
                if self._holds(session, case):
                    held += 1
                elif not every:
                    break
            session.settle()  # or what hangs would be taken for the next variant's
            return held

        return self._tried(self._session(), request, count) or 0

    def first_failing(self, request: Payload, prepared: PreparedCheck) -> Case | None:
        """The first example on which a check does not hold; raises `Over`."""

        def look(session: Session) -> Case | None:
            for place in range(len(prepared.examples)):
                case = Case(prepared, place)
                spent = self._budget.spent
                if not self._holds(session, case):
                    session.settle()
                    if self._budget.spent - spent > SLOW_SECONDS:
                        raise Over
                    return case
            return None

        return self._tried(self._session(), request, look)

    def values(self, request: Payload, case: Case, last: Call) -> tuple[list[Any], Any]:
        """What the planned calls of an example give, None where that is an error, and what the
        `last` call gives after them; raises `Over`.
        """

        def look(session: Session) -> tuple[list[Any], Any]:
            numbers = [session.submit(planned.request, planned.call.name) for planned in case.plan]
            found: list[Any] = []
            for planned, number in zip(case.plan, numbers, strict=True):
                try:
                    found.append(session.observation(number, planned.call.name).value)
                except CallFailed:
                    if session.failure is not None:
                        raise
                    found.append(None)
            told = session.invoke(last).value
            session.settle()
            return found, told

        return self._tried(self._session(), request, look) or ([], None)

    def told(self, request: Payload, asked: Sequence[Call]) -> list[Any]:
        """What these calls give, one after the other, None where one gives nothing; raises `Over`.

        After such a one it is loaded anew.
        """
        found: list[Any] = []

        def tell(session: Session) -> None:
            for call in asked[len(found) :]:
                found.append(session.invoke(call).value)
                session.settle()

        while len(found) < len(asked):
            self._tried(self._session(), request, tell)
            if len(found) < len(asked):
                found.append(None)
        return found

    def passes(self, request: Payload, checks: Sequence[PreparedCheck], passing: Passing) -> bool:
        """Whether all these checks hold, in a worker of its own; raises `Over`."""
        with self._begin(self._budget) as session:
            found = self._tried(
                session,
                request,
                lambda session: all(self._check_holds(session, one, passing) for one in checks),
            )
        return bool(found)

    def close(self) -> None:
        """End the worker."""
        if self._shared is not None:
            self._shared.close()
            self._shared = None

    def _session(self) -> Session:
        """The worker that variants share."""
        if self._shared is None or self._shared.failure is not None:
            self._shared = self._begin(self._budget)
        return self._shared

    def _tried(self, session: Session, request: Payload, work: Callable[[Session], T]) -> T | None:
        """What the work gives on a variant; None where that does not load, or ends the worker."""
        self._budget.returned = self._budget.values = 0
        found: T | None = None
        try:
            session.load(request, self._module)
            session.loaded()
            found = work(session)
        except CallFailed:
            found = None
        session.keep_only(())
        if session.failure is not None:
            session.close()
            self._hung += isinstance(session.failure, TimedOut)
            self._ended += 1
        if self.effort.over is not None or self._hung > MOST_HUNG or self._ended > MOST_ENDED:
            raise Over
        return found

    def _holds(self, session: Session, case: Case) -> bool:
        example = case.prepared.examples[case.place]
        numbers = [session.submit(planned.request, planned.call.name) for planned in example.plan]
        return self._attempt(session, case, Replay(session, example.plan, numbers))

    def holds(self, case: Case, caller: Caller) -> bool:
        """Whether the check holds on an example, its calls answered by the caller."""
        example = case.prepared.examples[case.place]
        return attempt(
            case.prepared.check,
            example.inputs,
            caller,
            self._prepared,
            asked=example.asked,
            effort=self.effort,
        ).held

    def _attempt(self, session: Session, case: Case, replay: Replay) -> bool:
        held = self.holds(case, replay)
        if session.failure is not None:
            raise session.failure
        return held

    def _check_holds(self, session: Session, prepared: PreparedCheck, passing: Passing) -> bool:
        check = prepared.check
        talk = Talk(session, {})
        talk.send(prepared)
        for place, ahead in enumerate(talk.numbers[check.id]):
            example = prepared.examples[place]
            replies = talk.session.digest(ahead)
            if passing.holds(check.id, place, replies):
                continue
            replay = Replay(session, example.plan, ahead)
            if not self._attempt(session, Case(prepared, place), replay):
                return False
            if replay.planned_only:
                passing.add(check.id, place, replies)
        return True
