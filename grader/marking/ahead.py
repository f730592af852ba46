"""The workers that serve one exercise's checks: what is sent ahead, and what they end on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from grader.calls import Made, PlannedCall, Session, filled
from grader.diagnosis import Behaviour
from grader.outcome import CallFailed, Observation
from grader.preparation import PreparedCheck

# Bytes of memory that all replies to one check may take when they are compared at once.
MOST_COMPARED = 64 << 20


@dataclass(frozen=True)
class Talk:
    """A session, and the numbers of the requests that were sent ahead, per check and example."""

    session: Session
    numbers: dict[str, list[list[int]]]

    def send(self, prepared: PreparedCheck) -> None:
        """Send every planned call of a check, if that is not done yet."""
        if prepared.check.id not in self.numbers:
            self.numbers[prepared.check.id] = [
                [
                    self.session.submit(planned.request, planned.call.name)
                    for planned in example.plan
                ]
                for example in prepared.examples
            ]

    def culprit(self) -> str | None:
        """The check whose planned call ended the session, if one did."""
        at = self.session.failed_at
        for check, numbers in self.numbers.items():
            if any(at in ahead for ahead in numbers):
                return check
        return None

    def ended_in(self, prepared: PreparedCheck) -> tuple[int, list[Made]] | None:
        """The calls up to the one that ended the session, and the place of their example.

        None where that is no planned call of this check. There are no calls where what the last
        one was given is not there any more.
        """
        at = self.session.failed_at
        for place, ahead in enumerate(self.numbers.get(prepared.check.id, ())):
            if at in ahead:
                plan = prepared.examples[place].plan[: ahead.index(at) + 1]
                return place, self._made(plan, ahead)
        return None

    def _made(self, plan: Sequence[PlannedCall], ahead: Sequence[int]) -> list[Made]:
        """The planned calls as they were made, the last of which has no reply."""
        made: list[Made] = []
        seen: list[Observation | None] = []

        def value(back: int) -> Any:
            earlier = seen[-back]
            if earlier is None:
                raise LookupError("that call gave no value")
            return earlier.value

        for place, planned in enumerate(plan):
            call = planned.call
            try:
                args, kwargs = filled(call.args, value), filled(dict(call.kwargs), value)
            except LookupError:
                if place == len(plan) - 1:
                    return []
                seen.append(None)
                continue
            seen.append(self._seen(ahead[place], call.name) if place < len(plan) - 1 else None)
            made.append(Made(replace(call, args=args, kwargs=kwargs), seen[-1]))
        return made

    def _seen(self, number: int, name: str) -> Observation | None:
        """What the reply to a request tells; None where it is an error, or is not kept."""
        if self.session.lost(number):
            return None
        try:
            return self.session.observation(number, name)
        except CallFailed:
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


class Workers:
    """The workers of one exercise, one after the other; `open_session` starts a fresh one.

    The planned calls of all public checks are sent to it at once, and when these have their
    results those of all hidden ones, so that it works while the checks compare. In between it
    may `rest`. When a call ends the worker, that is held against the check that planned it; the
    others go on in fresh workers that get one check's calls at a time.
    """

    def __init__(
        self, checks: Sequence[PreparedCheck], open_session: Callable[[], Session]
    ) -> None:
        self._checks = checks
        self._open_session = open_session
        self._talk: Talk | None = None
        self._ended: dict[str, Talk] = {}
        self._all_at_once = True
        self._resting = False
        self._output = ""

    @property
    def output(self) -> str:
        """The start of what the submission printed so far."""
        return self._output or (self._talk.session.output if self._talk is not None else "")

    def rest(self, room: int) -> int:
        """Have the worker stand still until it is needed again; the bytes of memory it holds.

        One that cannot, or that holds more than `room`, is ended: the next checks get another.
        """
        if self._talk is None:
            return 0
        if room and self._talk.session.failure is None and self._talk.session.pause():
            # Only now: it could take more before it stands still.
            held = self._talk.session.memory()
            if held <= room:
                self._resting = True
                return held
        if self._talk.session.failure is not None:
            self._put_away(self._talk)
        else:
            self._close(self._talk.session)
            self._talk = None
        return 0

    def close(self) -> None:
        """End the workers."""
        for talk in [self._talk, *self._ended.values()]:
            if talk is not None:
                self._close(talk.session)
        self._talk = None

    def _close(self, session: Session) -> None:
        self._output = self._output or session.output
        session.close()

    def talk_for(self, prepared: PreparedCheck) -> Talk:
        """A session that can serve this check, its planned calls sent."""
        check = prepared.check.id
        if check in self._ended:
            return self._ended[check]
        if self._resting and self._talk is not None:
            self._talk.session.resume()
        self._resting = False
        if self._talk is not None and self._talk.session.failure is not None:
            self._put_away(self._talk)
        if self._talk is None:
            self._talk = Talk(self._open_session(), {})
        self._talk.send(prepared)
        if self._all_at_once:
            for other in self._checks[self._checks.index(prepared) :]:
                # What waits for a worker can be read there: hidden inputs wait here until all
                # public checks have their results.
                if other.check.public == prepared.check.public:
                    self._talk.send(other)
        return self._talk

    def _put_away(self, talk: Talk) -> None:
        """Keep an ended session for the check that it ended on, and go on more carefully."""
        self._all_at_once = False
        culprit = talk.culprit()
        if culprit is not None and culprit not in self._ended:
            self._ended[culprit] = talk
        else:
            self._close(talk.session)
        self._talk = None

    def done(self, prepared: PreparedCheck) -> None:
        """A check has its result: of what has ended, only what others need is kept."""
        for check, talk in self._ended.items():
            if check == prepared.check.id:
                talk.session.close()
            else:
                talk.session.keep_only({n for ahead in talk.numbers[check] for n in ahead})

    def settled(self, prepared: PreparedCheck) -> Session | None:
        """A session in which nothing is under way, for calls outside of the plan."""
        for _ in range(2):  # what was sent ahead may end the first one
            try:
                session = self.talk_for(prepared).session
                session.loaded()
                session.settle()
            except CallFailed:
                continue
            return session
        return None

    @contextmanager
    def fresh(self) -> Iterator[Session]:
        """A session of a worker that has done nothing yet; raises `CallFailed`."""
        session = self._open_session()
        try:
            session.loaded()
            yield session
        finally:
            self._close(session)
