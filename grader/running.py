"""Runs the checks of one exercise against one submission, and makes what fails small."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.checks import Check, Failure, Inputs
from grader.drawing import smallest_failing
from grader.errors import (
    CallFailed,
    NotImplementedYet,
    ProtocolViolation,
    SandboxFailed,
    StudentRaised,
    TimedOut,
)
from grader.explaining import explain_error, explain_failure, is_vague, on_another_input
from grader.preparing import Example, Prepared, PreparedCheck, last_line
from grader.reference import Memory, Reference, frozen
from grader.replaying import MOST_PASSING, Behaviour, Replay, Talk, answers_of
from grader.results import CheckResult, Verdict
from grader.session import Session
from grader.student import Call, RemoteStudent

SHRINK_CALL_SECONDS = 1.0
# Examples that are looked through for a cause, after the first that fails.
MOST_LATER = 12


@dataclass(frozen=True)
class Outcome:
    """One check's result, and how the student's code behaved on it where it did not pass."""

    result: CheckResult
    behaviour: Behaviour | None = None
    fault: str = ""


class ExerciseRun:
    """The checks of one exercise against one submission, in workers of their own.

    `open_session` starts a fresh worker that is to load the submission, and is told how much
    of the exercise's time is spent: a slow death may not be had anew at each check. The
    planned calls of all public checks are sent to it at once, and when these have their results
    those of all hidden ones, so that it works while the checks compare. When a call ends the
    worker, that is held against the check that planned it; the others go on in fresh workers
    that get one check's calls at a time. A hang is not risked twice.

    A check that has passed on these very replies is not run on them again, unless it is to be
    run `every_time` for what else it does.
    """

    def __init__(
        self,
        prepared: Prepared,
        exercise: str,
        open_session: Callable[[float], Session],
        others: frozenset[str],
        *,
        every_time: bool = False,
    ) -> None:
        self._prepared = prepared
        # What a function gets in hidden checks must not come out through a public one.
        self._checks = sorted(prepared.checks_of(exercise), key=lambda one: not one.check.public)
        self._open_session = open_session
        self._others = others
        self._every_time = every_time
        self._talk: Talk | None = None
        self._ended: dict[str, Talk] = {}
        self._all_at_once = True
        self._over: CallFailed | None = None
        self._spent = 0.0
        self.output = ""

    def start(self) -> None:
        """Send the work ahead: a worker can be at it before `outcomes` is asked for."""
        if self._checks:
            self._talk_for(self._checks[0])

    def outcomes(self) -> Iterator[Outcome]:
        """Run the checks, the public ones first; one outcome each."""
        try:
            for prepared in self._checks:
                started = time.perf_counter()
                outcome = self._run(prepared)
                seconds = round(time.perf_counter() - started, 6)
                result = outcome.result.model_copy(update={"seconds": seconds})
                yield Outcome(result, outcome.behaviour, outcome.fault)
        finally:
            self.close()

    def close(self) -> None:
        """End the workers."""
        for talk in [self._talk, *self._ended.values()]:
            if talk is not None:
                self._close(talk.session)
        self._talk = None

    def _close(self, session: Session) -> None:
        self.output = self.output or session.output
        session.close()
        self._spent = max(self._spent, session.spent)

    def _talk_for(self, prepared: PreparedCheck) -> Talk:
        """A session that can serve this check, its planned calls sent."""
        check = prepared.check.id
        if check in self._ended:
            return self._ended[check]
        if self._talk is not None and self._talk.session.failure is not None:
            self._put_away(self._talk)
        if self._talk is None:
            self._talk = Talk(self._open_session(self._spent), {})
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
        self._spent = max(self._spent, talk.session.spent)
        if culprit is not None:
            self._ended.setdefault(culprit, talk)
        else:
            self._close(talk.session)
        self._talk = None

    def _run(self, prepared: PreparedCheck) -> Outcome:
        check = prepared.check
        if prepared.fault:
            return Outcome(blank(check, "broken", BROKEN_MESSAGE), fault=prepared.fault)
        if self._over is not None:
            return Outcome(
                blank(check, self._over.verdict, f"Not run: {_lower(self._over.message)}")
            )
        talk = self._talk_for(prepared)
        try:
            talk.session.loaded()
        except CallFailed as failure:  # the module itself does not load
            self._over = failure
            return Outcome(self._failed_call(check, failure))
        return self._replayed(prepared, talk)

    def _replayed(self, prepared: PreparedCheck, talk: Talk) -> Outcome:
        check, session = prepared.check, talk.session
        numbers = talk.numbers[check.id]
        for place, (example, ahead) in enumerate(zip(prepared.examples, numbers, strict=True)):
            replies = b"" if self._every_time else answers_of(session, example, ahead)
            if replies in example.passing:
                continue
            replay = Replay(session, example.plan, ahead)
            student = RemoteStudent(replay, self._prepared.parameters)
            reference = Reference(self._prepared.reference, self._prepared.data, example.memory)
            try:
                check(student, reference, **example.inputs)
            except Failure as failure:
                result = self._wrong(prepared, example, replay, failure, place)
                if is_vague(result.cause):
                    cause = self._cause_elsewhere(prepared, session, numbers, place)
                    result = result.model_copy(update={"cause": cause or result.cause})
            except CallFailed as failure:
                if failure is session.failure and talk.culprit() not in (None, check.id):
                    # Another check's call ended the worker while this one's waited its turn.
                    return self._replayed(prepared, self._talk_for(prepared))
                result = self._failed_call(check, failure, example, replay)
                if isinstance(failure, StudentRaised) and result.verdict == "errored":
                    result = self._smaller(prepared, place, result)
            except SandboxFailed:
                raise
            except Exception:  # noqa: BLE001 (whatever else the check raises is its author's fault)
                fault = f"check {check.id} raised by its own fault: {last_line()}"
                return Outcome(blank(check, "broken", BROKEN_MESSAGE), fault=fault)
            else:
                known = replies and replay.planned_only and len(example.passing) < MOST_PASSING
                if known:
                    example.passing.add(replies)
                continue
            # What a check reads of an object is no planned call, and could be what gives it away.
            read = any(made.call.handle is not None for made in replay.made)
            behaviour = None if read else talk.behaviour(prepared)
            ended = session.failure
            mine = talk.culprit() in (None, check.id)
            if mine and isinstance(ended, TimedOut | ProtocolViolation):
                self._over = ended
            return Outcome(result, behaviour)
        return Outcome(blank(check, "passed", earned=check.points))

    def _failed_call(
        self,
        check: Check,
        failure: CallFailed,
        example: Example | None = None,
        replay: Replay | None = None,
    ) -> CheckResult:
        """The result of a check whose call gave no value."""
        made = replay.made if replay is not None else []
        missing = self._needs(failure, made[-1].call if made else None)
        if missing:
            return blank(check, "skipped", f"Needs {missing}, which is not filled in yet")
        if isinstance(failure, NotImplementedYet):
            return blank(check, "not_implemented", failure.message)
        inputs = example.inputs if example is not None else {}
        update = explain_error(
            failure, inputs, made, self._prepared.parameters, public=check.public
        )
        if isinstance(failure, StudentRaised):
            raised = f"{failure.own_name}: {failure.text}" if failure.text else failure.own_name
            update |= {"raised": raised, "line": failure.line}
        return blank(check, failure.verdict, failure.message).model_copy(update=update)

    def _needs(self, failure: CallFailed, call: Call | None) -> str:
        """The other exercise whose stub the call ran into, if it did."""
        if isinstance(failure, NotImplementedYet):
            name = call.name if call is not None else ""
            return name if name in self._others else ""
        if isinstance(failure, StudentRaised) and failure.bases[:1] == ("NotImplementedError",):
            return failure.function if failure.function in self._others else ""
        return ""

    def _wrong(
        self,
        prepared: PreparedCheck,
        example: Example,
        replay: Replay,
        failure: Failure,
        place: int,
    ) -> CheckResult:
        result = blank(prepared.check, "failed")
        result = result.model_copy(
            update=self._explained(prepared.check, failure, example.inputs, replay)
        )
        return self._smaller(prepared, place, result)

    def _explained(
        self, check: Check, failure: Failure, inputs: Inputs, replay: Replay
    ) -> dict[str, Any]:
        parameters = self._prepared.parameters
        return explain_failure(failure, inputs, replay.made, parameters, public=check.public)

    def _cause_elsewhere(
        self, prepared: PreparedCheck, session: Session, numbers: list[list[int]], place: int
    ) -> str:
        """A cause that shows on a later example: one or two numbers seldom show any."""
        later = slice(place + 1, place + 1 + MOST_LATER)
        for example, ahead in zip(prepared.examples[later], numbers[later], strict=True):
            replay = Replay(session, example.plan, ahead)
            student = RemoteStudent(replay, self._prepared.parameters)
            reference = Reference(self._prepared.reference, self._prepared.data, example.memory)
            try:
                prepared.check(student, reference, **example.inputs)
            except Failure as failure:
                update = self._explained(prepared.check, failure, example.inputs, replay)
                if not is_vague(update["cause"]):
                    return on_another_input(update["cause"])
            except SandboxFailed:
                raise
            except Exception:  # noqa: BLE001 (it would be told if this example had come first)
                return ""
        return ""

    def _smaller(self, prepared: PreparedCheck, place: int, result: CheckResult) -> CheckResult:
        """The same result on the smallest failing input that a bounded search finds."""
        check = prepared.check
        if check.inputs is None or result.counterexample is None:
            return result
        session = self._settled(prepared)
        if session is None:
            return result
        # The search is short of time; what was sent ahead has had all of its own.
        before = session.call_seconds
        session.call_seconds = min(SHRINK_CALL_SECONDS, before)
        try:
            smallest = smallest_failing(
                check,
                prepared.seed,
                place,
                lambda inputs: self._tried(check, session, inputs, result.verdict) is not None,
                prepared.searches,
            )
            if smallest is None:
                return result
            smaller = self._tried_afresh(check, smallest, result.verdict)
        except CallFailed:  # a smaller input hangs or kills: the one at hand stands
            return result
        finally:
            session.call_seconds = before
        if smaller is None:
            # Whoever tries this input alone must see what is shown, or be told why not.
            message = f"{result.message}\n{KEEPS_SOMETHING}"
            return result.model_copy(update={"message": message})
        return self._on_smaller(check, result, smallest, *smaller)

    def _tried(
        self, check: Check, session: Session, inputs: Inputs, verdict: Verdict
    ) -> tuple[Failure | StudentRaised, Replay] | None:
        """How the check fails on these inputs, if it ends in this verdict."""
        replay = Replay(session, (), ())
        student = RemoteStudent(replay, self._prepared.parameters)
        reference = Reference(self._prepared.reference, self._prepared.data)
        try:
            check(student, reference, **frozen(inputs))
        except Failure as failure:
            return (failure, replay) if verdict == "failed" else None
        except StudentRaised as failure:
            return (failure, replay) if verdict == "errored" else None
        except (CallFailed, SandboxFailed):
            raise
        except Exception:  # noqa: BLE001 (by its own fault, on an input that was never drawn)
            return None
        return None

    def _tried_afresh(
        self, check: Check, inputs: Inputs, verdict: Verdict
    ) -> tuple[Failure | StudentRaised, Replay] | None:
        """As `_tried`, in a worker that has done nothing else.

        What is shown comes from here: a function that keeps what it was given could pass the
        inputs of hidden checks out with its answers to public ones.
        """
        session = self._open_session(self._spent)
        try:
            session.loaded()
            return self._tried(check, session, inputs, verdict)
        finally:
            self._close(session)

    def _on_smaller(
        self,
        check: Check,
        result: CheckResult,
        inputs: Inputs,
        failure: Failure | StudentRaised,
        replay: Replay,
    ) -> CheckResult:
        """The same result as seen on a smaller input; a cause that shows on a larger one stays."""
        if isinstance(failure, StudentRaised):
            again = self._failed_call(check, failure, Example(inputs, Memory(), ()), replay)
            names = ("message", "counterexample", "raised", "line", "cause")
            update = {name: getattr(again, name) for name in names}
        else:
            update = self._explained(check, failure, inputs, replay)
            if is_vague(update["cause"]) and not is_vague(result.cause):
                update["cause"] = on_another_input(result.cause)
        if update["counterexample"] is None:
            return result
        update["counterexample"] = update["counterexample"].model_copy(update={"shrunk": True})
        return result.model_copy(update=update)

    def _settled(self, prepared: PreparedCheck) -> Session | None:
        """A session in which nothing is under way, for calls outside of the plan."""
        for _ in range(2):  # what was sent ahead may end the first one
            try:
                session = self._talk_for(prepared).session
                session.loaded()
                session.settle()
            except CallFailed:
                continue
            return session
        return None


KEEPS_SOMETHING = (
    "Alone it gives another answer than after other calls: does it keep something from one call "
    "to the next?"
)
BROKEN_MESSAGE = "The check itself failed: this is the grader's fault, not yours."


def blank(check: Check, verdict: Verdict, message: str = "", earned: int = 0) -> CheckResult:
    """A result of `check` without evidence."""
    return CheckResult(
        id=check.id,
        title=check.title,
        kind=check.kind,
        public=check.public,
        points=check.points,
        earned=earned,
        verdict=verdict,
        message=message,
        hint="" if verdict in ("passed", "broken", "not_implemented") else check.hint,
    )


def _lower(sentence: str) -> str:
    """A sentence as the rest of another: "Your code …" becomes "your code …"."""
    first = sentence.partition(" ")[0]
    return (
        sentence
        if first.isidentifier() and not first.istitle()
        else (sentence[:1].lower() + sentence[1:])
    )
