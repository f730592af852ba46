"""Runs checks: what is prepared once per assignment, and one exercise of one submission.

Preparing draws each check's examples and runs the check against the reference: that
proves the check on them, fills the memory of the reference's answers, and records which
calls the check makes. Those calls are then sent to a worker in one go, ahead of the check;
a call that turns out otherwise (it depends on what the student returned) is made when the
check comes to it.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.assignments import Assignment
from grader.checks import Check, Failure, Inputs, Observation
from grader.drawing import draw, seed_of, smallest_failing
from grader.errors import (
    CallFailed,
    CourseInvalid,
    NotImplementedYet,
    ProtocolViolation,
    SandboxFailed,
    StudentRaised,
    TimedOut,
)
from grader.explaining import Made, explain_error, explain_failure, is_vague, on_another_input
from grader.reference import Memory, Reference, frozen, same, same_named
from grader.results import CheckResult, Verdict
from grader.session import Session
from grader.student import Call, Caller, LocalCaller, Payload, RemoteStudent, packed
from grader.wire import KeptDict, KeptList, KeptTuple

SHRINK_CALL_SECONDS = 1.0
# Examples that are looked through for a cause, after the first that fails.
MOST_LATER = 12


@dataclass(frozen=True)
class PlannedCall:
    """A call that a check makes of a right solution, packed for the wire."""

    call: Call
    request: Payload

    def fits(self, call: Call) -> bool:
        """Whether a call is this one: the same objects, or the same bytes."""
        mine = self.call
        if (mine.name, mine.watch) != (call.name, call.watch) or call.handle is not None:
            return False
        if _holds_kept([*call.args, *call.kwargs.values()]):
            return False
        if same(mine.args, call.args) and same_named(mine.kwargs, call.kwargs):
            return True
        return _packed(call) == self.request


@dataclass(frozen=True)
class Example:
    """One drawn input of a check, with what the reference answered on it."""

    inputs: Inputs
    memory: Memory
    plan: tuple[PlannedCall, ...]


@dataclass(frozen=True)
class PreparedCheck:
    """A check, its examples, and why it cannot be run if the reference itself fails it."""

    check: Check
    seed: int
    examples: tuple[Example, ...]
    fault: str = ""


@dataclass(frozen=True)
class Prepared:
    """An assignment ready to mark any number of submissions."""

    assignment: Assignment
    seed: int
    checks: tuple[PreparedCheck, ...]
    reference: Mapping[str, Any]
    parameters: Mapping[str, Sequence[str]]

    @property
    def data(self) -> Path:
        """Where the assignment's arrays lie."""
        return self.assignment.folder / "data"

    def checks_of(self, exercise: str) -> tuple[PreparedCheck, ...]:
        """The exercise's checks, in file order."""
        return tuple(one for one in self.checks if one.check.exercise == exercise)


class _NoFunctions:
    """Packs calls whose arguments are all values; others are not planned."""

    def pack(self, value: Any) -> list[Any]:
        raise TypeError(f"{type(value).__name__} does not cross by value")

    def keep(self, _: Any) -> None:
        return None

    def unpack(self, tagged: list[Any]) -> Any:
        raise TypeError(f"nothing is read here: {tagged[0]}")


def _packed(call: Call) -> Payload | None:
    try:
        return packed(call, _NoFunctions())
    except TypeError:
        return None


def _holds_kept(value: Any) -> bool:
    """Whether a value holds an object of the worker's: its number is another each time."""
    if isinstance(value, KeptTuple | KeptList | KeptDict):
        return True
    if isinstance(value, dict):
        return any(map(_holds_kept, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_kept, value))


class _Recorder:
    """Answers from the reference in this process, and notes each call for the plan."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.plan: list[PlannedCall] = []

    def invoke(self, call: Call) -> Observation:
        known = call.handle is None and not _holds_kept([*call.args, *call.kwargs.values()])
        request = _packed(call) if known else None
        if request is not None:
            self.plan.append(PlannedCall(call, request))
        return self._caller.invoke(call)


def prepare(assignment: Assignment, *, seed: int | None = None) -> Prepared:
    """Draw every check's examples and run them on the reference.

    A check that the reference fails, or that raises by its own fault, is kept with the
    reason: it is `broken` for every submission, and no student pays for it. Raises
    `CourseInvalid` when the reference does not even load.
    """
    number = assignment.spec.seed if seed is None else seed
    try:
        local = LocalCaller(assignment.reference, assignment.spec.module, given=assignment.given)
    except StudentRaised as fault:
        line = f" (line {fault.line})" if fault.line else ""
        raise CourseInvalid(
            f"solutions/{assignment.solution.name}{line} does not load: "
            f"{fault.own_name}: {fault.text}."
        ) from fault
    parameters = assignment.parameters()
    prepared = Prepared(assignment, number, (), local.namespace, parameters)
    checks = tuple(_prepare_check(check, prepared, local) for check in assignment.checks)
    return Prepared(assignment, number, checks, local.namespace, parameters)


def prepare_public(assignment: Assignment) -> Prepared:
    """Draw the examples of public checks, which need no reference: a student has none."""
    number = assignment.spec.seed
    checks = []
    for check in assignment.checks:
        seed = seed_of(number, assignment.slug, check.id)
        drawn = [Example(frozen(inputs), Memory(), ()) for inputs in draw(check, seed)]
        checks.append(PreparedCheck(check, seed, tuple(drawn)))
    return Prepared(assignment, number, tuple(checks), {}, {})


def _prepare_check(check: Check, prepared: Prepared, local: LocalCaller) -> PreparedCheck:
    number = seed_of(prepared.seed, prepared.assignment.slug, check.id)
    examples = []
    for inputs in draw(check, number):
        recorder, memory = _Recorder(local), Memory()
        student = RemoteStudent(recorder, prepared.parameters)
        fault = ""
        try:
            check(student, Reference(prepared.reference, prepared.data, memory), **frozen(inputs))
        except Failure as failure:
            fault = f"check {check.id} fails on the reference: {failure.message}"
        except CallFailed as failure:
            fault = f"check {check.id}: the reference fails: {failure.message}"
        except Exception:  # noqa: BLE001 (whatever the author's code raises is the author's fault)
            fault = f"check {check.id} raised by its own fault: {_last_line()}"
        memory.complete = True
        if fault:
            return PreparedCheck(check, number, (), fault)
        examples.append(Example(inputs, memory, tuple(recorder.plan)))
    return PreparedCheck(check, number, tuple(examples))


def _last_line() -> str:
    """The exception being handled, and where in the check it was raised, in one line."""
    lines = traceback.format_exc(limit=-1).strip().splitlines()
    where = next((line.strip() for line in lines if line.strip().startswith("File")), "")
    line = where.rpartition("line ")[2].partition(",")[0]
    return f"{lines[-1]}" + (f" (line {line})" if line else "")


class _Replay:
    """Answers a check's calls from replies that were asked for ahead, else from the worker."""

    def __init__(
        self, session: Session, plan: Sequence[PlannedCall], numbers: Sequence[int]
    ) -> None:
        self._session = session
        self._ahead = list(zip(plan, numbers, strict=True))
        self._place = 0
        self.made: list[Made] = []

    def invoke(self, call: Call) -> Observation:
        self.made.append(Made(call, None))
        seen = self._find(call)
        self.made[-1] = Made(call, seen)
        return seen

    def _find(self, call: Call) -> Observation:
        if self._place < len(self._ahead):
            planned, number = self._ahead[self._place]
            if planned.fits(call):
                self._place += 1
                if not self._session.lost(number):
                    return self._session.observation(number, call.name)
        return self._session.invoke(call)


@dataclass(frozen=True)
class Behaviour:
    """What student code did on the planned calls of one check: to compare with known mistakes."""

    calls: tuple[PlannedCall, ...]
    results: tuple[Observation | CallFailed, ...]


@dataclass(frozen=True)
class Outcome:
    """One check's result, and how the student's code behaved on it where it did not pass."""

    result: CheckResult
    behaviour: Behaviour | None = None
    fault: str = ""


@dataclass(frozen=True)
class _Talk:
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


class ExerciseRun:
    """The checks of one exercise against one submission, in workers of their own.

    `open_session` starts a fresh worker that is to load the submission, and is told how much
    of the exercise's time is spent: a slow death may not be had anew at each check. The
    planned calls of all checks are sent to it at once, so that it works while the checks
    compare. When a call ends the worker, that is held against the check that planned it; the
    others go on in fresh workers that get one check's calls at a time. A hang is not risked
    twice. Public checks come first, before the worker has seen any hidden input.
    """

    def __init__(
        self,
        prepared: Prepared,
        exercise: str,
        open_session: Callable[[float], Session],
        others: frozenset[str],
    ) -> None:
        self._prepared = prepared
        # What a function gets in hidden checks must not come out through a public one.
        self._checks = sorted(prepared.checks_of(exercise), key=lambda one: not one.check.public)
        self._open_session = open_session
        self._others = others
        self._talk: _Talk | None = None
        self._ended: dict[str, _Talk] = {}
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

    def _talk_for(self, prepared: PreparedCheck) -> _Talk:
        """A session that can serve this check, its planned calls sent."""
        check = prepared.check.id
        if check in self._ended:
            return self._ended[check]
        if self._talk is not None and self._talk.session.failure is not None:
            self._put_away(self._talk)
        if self._talk is None:
            self._talk = _Talk(self._open_session(self._spent), {})
        self._talk.send(prepared)
        if self._all_at_once:
            for other in self._checks[self._checks.index(prepared) :]:
                self._talk.send(other)
        return self._talk

    def _put_away(self, talk: _Talk) -> None:
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

    def _replayed(self, prepared: PreparedCheck, talk: _Talk) -> Outcome:
        check, session = prepared.check, talk.session
        numbers = talk.numbers[check.id]
        for place, (example, ahead) in enumerate(zip(prepared.examples, numbers, strict=True)):
            replay = _Replay(session, example.plan, ahead)
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
                fault = f"check {check.id} raised by its own fault: {_last_line()}"
                return Outcome(blank(check, "broken", BROKEN_MESSAGE), fault=fault)
            else:
                continue
            behaviour = self._behaviour(prepared, talk)
            ended = session.failure
            mine = talk.culprit() in (None, check.id)
            if mine and isinstance(ended, TimedOut | ProtocolViolation):
                self._over = ended
            return Outcome(result, behaviour)
        return Outcome(blank(check, "passed", earned=check.points))

    def _behaviour(self, prepared: PreparedCheck, talk: _Talk) -> Behaviour | None:
        """What the planned calls gave; None when that was too much to keep."""
        calls = [planned for example in prepared.examples for planned in example.plan]
        numbers = [number for ahead in talk.numbers[prepared.check.id] for number in ahead]
        results: list[Observation | CallFailed] = []
        for planned, number in zip(calls, numbers, strict=True):
            if talk.session.lost(number):
                return None
            try:
                results.append(talk.session.observation(number, planned.call.name))
            except CallFailed as failure:
                results.append(failure)
        return Behaviour(tuple(calls), tuple(results))

    def _failed_call(
        self,
        check: Check,
        failure: CallFailed,
        example: Example | None = None,
        replay: _Replay | None = None,
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
        replay: _Replay,
        failure: Failure,
        place: int,
    ) -> CheckResult:
        result = blank(prepared.check, "failed")
        result = result.model_copy(
            update=self._explained(prepared.check, failure, example.inputs, replay)
        )
        return self._smaller(prepared, place, result)

    def _explained(
        self, check: Check, failure: Failure, inputs: Inputs, replay: _Replay
    ) -> dict[str, Any]:
        parameters = self._prepared.parameters
        return explain_failure(failure, inputs, replay.made, parameters, public=check.public)

    def _cause_elsewhere(
        self, prepared: PreparedCheck, session: Session, numbers: list[list[int]], place: int
    ) -> str:
        """A cause that shows on a later example: one or two numbers seldom show any."""
        later = slice(place + 1, place + 1 + MOST_LATER)
        for example, ahead in zip(prepared.examples[later], numbers[later], strict=True):
            replay = _Replay(session, example.plan, ahead)
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
        session.call_seconds = min(SHRINK_CALL_SECONDS, session.call_seconds)
        try:
            smallest = smallest_failing(
                check,
                prepared.seed,
                place,
                lambda inputs: self._tried(check, session, inputs, result.verdict) is not None,
            )
            session.call_seconds = self._prepared.assignment.spec.limits.call_seconds
            if smallest is None:
                return result
            smaller = self._tried_afresh(check, smallest, result.verdict)
        except CallFailed:  # a smaller input hangs or kills: the one at hand stands
            session.call_seconds = self._prepared.assignment.spec.limits.call_seconds
            return result
        if smaller is None:
            # Whoever tries this input alone must see what is shown, or be told why not.
            message = f"{result.message}\n{KEEPS_SOMETHING}"
            return result.model_copy(update={"message": message})
        return self._on_smaller(check, result, smallest, *smaller)

    def _tried(
        self, check: Check, session: Session, inputs: Inputs, verdict: Verdict
    ) -> tuple[Failure | StudentRaised, _Replay] | None:
        """How the check fails on these inputs, if it ends in this verdict."""
        replay = _Replay(session, (), ())
        student = RemoteStudent(replay, self._prepared.parameters)
        reference = Reference(self._prepared.reference, self._prepared.data)
        try:
            check(student, reference, **frozen(inputs))
        except Failure as failure:
            return (failure, replay) if verdict == "failed" else None
        except StudentRaised as failure:
            return (failure, replay) if verdict == "errored" else None
        return None

    def _tried_afresh(
        self, check: Check, inputs: Inputs, verdict: Verdict
    ) -> tuple[Failure | StudentRaised, _Replay] | None:
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
        replay: _Replay,
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
