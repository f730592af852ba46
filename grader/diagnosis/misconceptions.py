"""Which known misconception a submission behaves like.

A misconception is named only when it fails a check that the submission fails, and returns
what the submission returns on every planned call of that check. Of several, the one that
explains the most checks is named; if two explain as many, none is: never a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import starmap
from typing import Any

import numpy as np

from grader.calls import Call, Effort, Handle, LocalCaller, Made, PlannedCall, filled
from grader.course import Misconception, misconceptions_of
from grader.diagnosis.meanings import meaning_of
from grader.outcome import CallFailed, Observation, OutOfMemory, StudentRaised, TimedOut
from grader.preparation import Prepared, PreparedCheck, Trial, attempts

# Two programs that make the same mistake round differently.
RTOL = 1e-6
ATOL = 1e-9

Result = Observation | CallFailed


@dataclass(frozen=True)
class Behaviour:
    """What student code did on the planned calls of one check: to compare with known mistakes.

    Calls that are handed a function cannot be planned: `asked` is what these gave on the first
    example that failed, which is at `place`.
    """

    results: tuple[Result, ...]
    asked: tuple[Result, ...] = ()
    place: int = -1


@dataclass(frozen=True)
class KnownMistake:
    """A misconception and, per check that it fails, its results on the planned calls.

    `slips` says of checks what they raised by their own fault; `problem` why it does not load.
    """

    misconception: Misconception
    results: Mapping[str, Behaviour]
    slips: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


class KnownMistakes:
    """The misconceptions of one assignment; each exercise's are run when first needed.

    `known` are those that were run before, by exercise: it is added to.
    """

    def __init__(self, prepared: Prepared, known: dict[str, tuple[KnownMistake, ...]]) -> None:
        self._prepared = prepared
        self._misconceptions = misconceptions_of(prepared.assignment)
        self._known = known

    def name(
        self,
        exercise: str,
        behaviours: Mapping[str, Behaviour],
        passed: Collection[str],
        effort: Effort | None = None,
    ) -> Misconception | None:
        """The misconception that explains the most of the failed checks, or None.

        `behaviours` maps the ids of the exercise's failed checks to what was seen; a
        misconception that fails one of the checks that were `passed` is another one. What
        cannot be compared within the `effort`, if one is given, is none.
        """
        ran = self.of(exercise)
        try:
            with effort or nullcontext():
                explained = [
                    (sum(_agrees(known, check, seen) for check, seen in behaviours.items()), known)
                    for known in ran
                    if known.results.keys().isdisjoint(passed)
                ]
        except (TimedOut, OutOfMemory):
            return None
        most = max((count for count, _ in explained), default=0)
        best = [known for count, known in explained if count == most]
        return best[0].misconception if most and len(best) == 1 else None

    def of(self, exercise: str) -> tuple[KnownMistake, ...]:
        """The exercise's misconceptions with what they do, in file order."""
        if exercise not in self._known:
            self._known[exercise] = tuple(
                self._run(one) for one in self._misconceptions if one.exercise == exercise
            )
        return self._known[exercise]

    def _run(self, misconception: Misconception) -> KnownMistake:
        assignment = self._prepared.assignment
        try:
            caller = LocalCaller(
                misconception.source, assignment.spec.module, given=assignment.given
            )
        except CallFailed as failure:  # the proof reports it; it explains nothing
            return KnownMistake(misconception, {}, problem=str(failure))
        results, slips = {}, {}
        for one in self._prepared.checks_of(misconception.exercise):
            trial, behaviour = tried(self._prepared, one, caller)
            if behaviour is not None:
                results[one.check.id] = behaviour
            if trial.slip is not None:
                slips[one.check.id] = trial.slip.says
        return KnownMistake(misconception, results, slips)


def tried(
    prepared: Prepared, one: PreparedCheck, caller: LocalCaller
) -> tuple[Trial, Behaviour | None]:
    """The last trial of a check with trusted code, and what it did if it fails that check."""
    listener = _Listener(caller)
    trials: list[Trial] = []
    for trial in attempts(one, listener, prepared):
        trials.append(trial)
        if trial.held:
            listener.made.clear()  # of a check that fails, what the failing example asked counts
    trial = trials[-1]
    if not trial.failed:
        return trial, None
    asked = asked_of_functions(listener.made, trial.ended)
    results = [found for example in one.examples for found in _results(caller, example.plan)]
    return trial, Behaviour(tuple(results), asked, len(trials) - 1 if asked else -1)


class _Listener:
    """Notes the calls that are made of a caller."""

    def __init__(self, caller: LocalCaller) -> None:
        self._caller = caller
        self.made: list[Made] = []

    def invoke(self, call: Call) -> Observation:
        self.made.append(Made(call, None))
        seen = self._caller.invoke(call)
        self.made[-1] = Made(call, seen)
        return seen


def asked_of_functions(made: Sequence[Made], ended: CallFailed | None) -> tuple[Result, ...]:
    """What the calls gave that were handed a function; the last one `ended`, if it gave nothing."""
    found: list[Result] = []
    for one in made:
        given = [*one.call.args, *one.call.kwargs.values()]
        if any(callable(value) and not isinstance(value, Handle) for value in given):
            if one.seen is not None:
                found.append(one.seen)
            elif ended is not None:
                found.append(ended)
    return tuple(found)


def _results(caller: LocalCaller, plan: Sequence[PlannedCall]) -> list[Result]:
    """What trusted code gives on the calls of one example, each made of what it gave before."""
    found: list[Result] = []

    def value(back: int) -> Any:
        seen = found[-back]
        if isinstance(seen, CallFailed):
            raise LookupError("that call gave no value")
        return seen.value

    for planned in plan:
        call = planned.call
        try:
            call = replace(call, args=filled(call.args, value), kwargs=filled(call.kwargs, value))
        except LookupError:
            found.append(StudentRaised("LookupError"))  # as a worker answers
            continue
        try:
            found.append(caller.invoke(call))
        except CallFailed as failure:
            found.append(failure)
    return found


def _agrees(known: KnownMistake, check: str, seen: Behaviour) -> bool:
    one = known.results.get(check)
    if one is None or one.place != seen.place:
        return False
    results, theirs = one.results + one.asked, seen.results + seen.asked
    if not results or len(results) != len(theirs):
        return False
    pairs = list(zip(results, theirs, strict=True))
    # Shapes go wrong in many ways: where there is no value at all, the words must be the same.
    silent = all(isinstance(result, CallFailed) for result in results)
    return all(_same(*pair) for pair in pairs) and (not silent or all(starmap(_says_same, pairs)))


def _says_same(one: Result, other: Result) -> bool:
    if isinstance(one, StudentRaised) and isinstance(other, StudentRaised):
        return one.text == other.text
    return False


def _same(one: Result, other: Result) -> bool:
    if isinstance(one, CallFailed) or isinstance(other, CallFailed):
        if isinstance(one, StudentRaised) and isinstance(other, StudentRaised):
            return one.type_name == other.type_name and _meant(one) == _meant(other)
        return type(one) is type(other)
    return (
        set(one.changed) == set(other.changed)
        and one.shared == other.shared
        and bool(one.warnings) == bool(other.warnings)
        and same_value(one.value, other.value)
    )


def _meant(error: StudentRaised) -> str:
    return meaning_of(error.type_name, error.text) or error.text


def same_value(one: Any, other: Any) -> bool:
    """Whether two results are the same answer, in whatever form a check accepts it."""
    if isinstance(one, Handle) or isinstance(other, Handle):
        return isinstance(one, Handle) and isinstance(other, Handle)
    if isinstance(one, dict) and isinstance(other, dict):
        return all(key in other and same_value(value, other[key]) for key, value in one.items())
    if isinstance(one, str | bytes | None) or isinstance(other, str | bytes | None):
        return type(one) is type(other) and bool(one == other)
    if _nested(one) and _nested(other):
        return len(one) == len(other) and all(map(same_value, one, other))
    if isinstance(one, dict) or isinstance(other, dict):
        return False
    return _same_numbers(one, other)


def _nested(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _same_numbers(one: Any, other: Any) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return one == other  # also where NumPy has no integer that holds them
    try:
        a, b = np.asarray(one), np.asarray(other)
    except (ValueError, OverflowError):
        return False
    if a.shape != b.shape:
        if a.size != 1 or b.size != 1:
            return False
        a, b = a.reshape(()), b.reshape(())
    if a.dtype.kind not in "biufc" or b.dtype.kind not in "biufc":
        return False
    return _near(a, b)


def _near(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    """As `np.allclose(…, equal_nan=True)`, which takes ten times as long for a few numbers."""
    with np.errstate(all="ignore"):
        a, b = (one.astype(np.result_type(one, 1.0), copy=False) for one in (a, b))
        near = np.abs(a - b) <= ATOL + RTOL * np.abs(b)
        near &= np.isfinite(b)
        near |= a == b
        if not near.all():
            near |= (a != a) & (b != b)
        return bool(near.all())
