"""Runs the checks of one exercise against one submission: a verdict each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from grader.authoring.checks import Check
from grader.calls import Effort, Made, Replay, Session
from grader.closing import Closing
from grader.diagnosis import (
    Behaviour,
    Claims,
    asked_of_functions,
    on_another_input,
    results_of,
    told,
)
from grader.marking.ahead import Talk, Workers
from grader.marking.evidence import Evidence, Shown
from grader.marking.remembered import Remembered
from grader.marking.score import BROKEN_MESSAGE, blank
from grader.marking.shrink import CALL_SECONDS, Shrinker
from grader.outcome import CallFailed, OutOfMemory, ProtocolViolation, StudentRaised, TimedOut
from grader.preparation import Example, Prepared, PreparedCheck, Trial, attempt
from grader.results import CheckResult
from grader.results.words import is_vague

T = TypeVar("T")
# Examples that are looked through for what bears out a cause, after the first that fails, and how
# many of those that fail too are enough.
MOST_LATER = 12
ENOUGH = 4


@dataclass(frozen=True)
class Outcome:
    """One check's result, and how the student's code behaved on it where it did not pass.

    `value` is what the check gave, if it is one that gives anything: a picture.
    """

    result: CheckResult
    behaviour: Behaviour | None = None
    fault: str = ""
    value: Any = None


class ExerciseRun(Closing):
    """The checks of one exercise against one submission, in workers of their own.

    The public ones are run first, and then the hidden ones; in between, the worker may `rest`.

    `open_session` starts a fresh worker that is to load the submission. A hang is not risked
    twice. A check that has passed on these very replies, as far as `remembered`, is not run on
    them again; with nothing remembered (for a picture, say, whose value is wanted) each is run.
    With `over`, which says why, none is. The checker's own work is bounded by the `effort`: what
    uses it up has timed out. `begun` is told of each check that begins.
    """

    def __init__(
        self,
        prepared: Prepared,
        exercise: str,
        open_session: Callable[[], Session],
        others: frozenset[str],
        effort: Effort,
        remembered: Remembered | None = None,
        over: CallFailed | None = None,
        begun: Callable[[Check], None] = lambda _: None,
    ) -> None:
        self._prepared = prepared
        self._begun = begun
        # What a function gets in hidden checks must not come out through a public one.
        self._checks = sorted(prepared.checks_of(exercise), key=lambda one: not one.check.public)
        self._passing = remembered.passing if remembered is not None else None
        self._workers = Workers(self._checks, open_session)
        self._effort = effort
        self._evidence = Evidence(prepared.parameters, others, effort)
        self._shrinker = Shrinker(
            prepared, self._workers, self._evidence, remembered or Remembered(), effort
        )
        self._over = over
        self.unloaded: CallFailed | None = None  # why the module did not load

    @property
    def output(self) -> str:
        """The start of what the submission printed so far."""
        return self._workers.output

    def outcomes(self, *, public: bool) -> list[Outcome]:
        """Run the public checks, or the hidden ones; one outcome each."""
        outcomes = []
        for prepared in self._checks:
            if prepared.check.public == public:
                started = time.perf_counter()
                self._begun(prepared.check)
                outcome = self._run(prepared)
                self._workers.done(prepared)
                self._over = self._over or self._effort.over
                seconds = round(time.perf_counter() - started, 6)
                result = outcome.result.model_copy(update={"seconds": seconds})
                outcomes.append(replace(outcome, result=result))
        return outcomes

    def rest(self, room: int) -> int:
        """Have the worker stand still (see `Workers.rest`); the bytes of memory it holds."""
        return self._workers.rest(room)

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def _run(self, prepared: PreparedCheck) -> Outcome:
        check = prepared.check
        if prepared.fault:
            return Outcome(blank(check, "broken", BROKEN_MESSAGE), fault=prepared.fault)
        if self._over is not None:
            return Outcome(
                blank(check, self._over.verdict, f"Not run: {_lower(self._over.message)}")
            )
        talk = self._workers.talk_for(prepared)
        try:
            talk.session.loaded()
        except CallFailed as failure:  # the module itself does not load
            self._over = self.unloaded = failure
            return Outcome(self._evidence.ended(check, failure))
        return self._replayed(prepared, talk)

    def _replayed(self, prepared: PreparedCheck, talk: Talk) -> Outcome:
        check = prepared.check
        try:
            with self._effort:
                value, failed = self._first_failed(prepared, talk)
        except (TimedOut, OutOfMemory) as ended:
            return Outcome(self._evidence.ended(check, ended))
        if failed is None:
            return Outcome(blank(check, "passed", earned=check.points), value=value)
        return self._failed(prepared, talk, *failed)

    def _first_failed(
        self, prepared: PreparedCheck, talk: Talk
    ) -> tuple[Any, tuple[int, Replay, Trial] | None]:
        """What the check gave, and the first example on which it did not hold, if there is one."""
        check, value = prepared.check, None
        numbers = talk.numbers[check.id]
        for place, (example, ahead) in enumerate(zip(prepared.examples, numbers, strict=True)):
            replies = talk.session.digest(ahead) if self._passing is not None else b""
            if self._passing is not None and self._passing.holds(check.id, place, replies):
                continue
            replay = Replay(talk.session, example.plan, ahead)
            trial = self._attempt(check, example, replay)
            if trial.held:
                value = trial.value
                if self._passing is not None and replay.planned_only:
                    self._passing.add(check.id, place, replies)
                continue
            return value, (place, replay, trial)
        return value, None

    def _failed(
        self, prepared: PreparedCheck, talk: Talk, place: int, replay: Replay, trial: Trial
    ) -> Outcome:
        """The outcome of a check that did not hold on the example at this place."""
        check, session = prepared.check, talk.session
        inputs = prepared.examples[place].inputs
        if trial.slip is not None:
            fault = f"check {check.id} raised by its own fault: {trial.slip.says}"
            return Outcome(blank(check, "broken", BROKEN_MESSAGE), fault=fault)
        first = Shown(blank(check, "failed"))
        if trial.wrong is not None:
            first = self._evidence.wrong(check, trial.wrong, inputs, replay.made)
            shown = self._shrinker.smaller(prepared, place, first)
        else:
            failure = trial.ended
            assert failure is not None
            if failure is session.failure and talk.culprit() not in (None, check.id):
                # Another check's call ended the worker while this one's waited its turn.
                return self._replayed(prepared, self._workers.talk_for(prepared))
            made: Sequence[Made] = replay.made
            blamed = talk.ended_in(prepared) if failure is session.failure else None
            if blamed is not None:  # the call that was waited for may have come after that one
                inputs, made = prepared.examples[blamed[0]].inputs, blamed[1]
            shown = Shown(self._evidence.ended(check, failure, inputs, made))
            if isinstance(failure, StudentRaised) and shown.result.verdict == "errored":
                shown = self._shrinker.smaller(prepared, place, shown)
        # What a check reads of an object is no planned call, and could be what gives it away.
        read = any(made.call.handle is not None for made in replay.made)
        behaviour = None if read else self._bounded(lambda: talk.behaviour(prepared))
        asked = asked_of_functions(replay.made, trial.ended)
        if not self._prepared.reference:  # without one, no calls are planned
            asked = results_of(replay.made, trial.ended)
        if behaviour is not None and asked:
            behaviour = replace(behaviour, asked=asked, place=place)
        ended = session.failure
        mine = talk.culprit() in (None, check.id)
        if mine and isinstance(ended, TimedOut | ProtocolViolation):
            self._over = ended
        result = shown.result
        if trial.wrong is not None and ended is None:
            # Last: what other inputs do to the worker is no matter of this result.
            others = [first.claims] if shown is not first else []
            cause = self._bounded(lambda: self._cause(prepared, talk, place, shown.claims, others))
            if cause is not None:
                result = result.model_copy(update={"cause": cause})
        return Outcome(result, behaviour)

    def _attempt(self, check: Check, example: Example, replay: Replay) -> Trial:
        prepared, effort = self._prepared, self._effort
        return attempt(check, example.inputs, replay, prepared, asked=example.asked, effort=effort)

    def _bounded(self, work: Callable[[], T]) -> T | None:
        """What the work gives, which may be done without; None if it takes too much."""
        try:
            with self._effort:
                return work()
        except (TimedOut, OutOfMemory):
            return None

    def _cause(
        self,
        prepared: PreparedCheck,
        talk: Talk,
        place: int,
        claims: Sequence[Claims],
        others: Sequence[Sequence[Claims]],
    ) -> str:
        """What may be told of the input that is shown, or else of another one."""
        others = [*others, *self._claims_elsewhere(prepared, talk, place)]
        cause = told(claims, others)
        if is_vague(cause):
            for number, one in enumerate(others):
                elsewhere = told(one, [*others[:number], *others[number + 1 :]])
                if not is_vague(elsewhere):
                    return on_another_input(elsewhere)
        return cause

    def _claims_elsewhere(
        self, prepared: PreparedCheck, talk: Talk, place: int
    ) -> list[Sequence[Claims]]:
        """What later examples suggest on which the same check does not hold."""
        check, account = prepared.check, talk.session.account
        later = slice(place + 1, place + 1 + MOST_LATER)
        numbers = talk.numbers[check.id]
        found: list[Sequence[Claims]] = []
        before = account.call_seconds
        account.call_seconds = min(CALL_SECONDS, before)
        try:
            for example, ahead in zip(prepared.examples[later], numbers[later], strict=True):
                replay = Replay(talk.session, example.plan, ahead)
                trial = self._attempt(check, example, replay)
                if trial.wrong is not None:
                    found.append(self._evidence.suggested(trial.wrong, example.inputs, replay.made))
                elif not trial.held:
                    break  # it would be told if this example had come first
                if len(found) == ENOUGH:
                    break
        finally:
            account.call_seconds = before
        return found


def _lower(sentence: str) -> str:
    """A sentence as the rest of another: "Your code …" becomes "your code …"."""
    first = sentence.partition(" ")[0]
    return (
        sentence
        if first.isidentifier() and not first.istitle()
        else (sentence[:1].lower() + sentence[1:])
    )
