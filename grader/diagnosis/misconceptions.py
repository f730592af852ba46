"""Which known misconception a submission behaves like.

A misconception is named only when it fails a check that the submission fails, and returns
what the submission returns on every planned call of that check. Of several, the one that
explains the most checks is named, or two that together do all that was seen (see
`grader.diagnosis.together`). A submission's dict may hold further keys, but no wrong value
under a key that right code has; of two that explain as many the one is named whose dicts hold the
further keys too; if there is none, or there are two, none is: never a guess.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, starmap, zip_longest
from typing import Any, Protocol

from grader.calls import Call, Caller, Effort, Handle, LocalCaller, Made, Noted
from grader.course import Misconception, misconceptions_of
from grader.diagnosis.agreement import Result, same, same_both_ways, says_same
from grader.diagnosis.planned import planned_results
from grader.diagnosis.together import (
    MOST_RESULTS,
    Footprint,
    combined,
    footprint,
    plausible,
    tells,
)
from grader.outcome import CallFailed, Observation, OutOfMemory, TimedOut
from grader.preparation import Prepared, PreparedCheck, Trial, attempts, trusted


class Results(Protocol):
    """What the planned calls of a check gave, in order."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Result]: ...


@dataclass(frozen=True)
class Behaviour:
    """What student code did on the planned calls of one check: to compare with known mistakes.

    Calls that are handed a function cannot be planned: `asked` is what these gave on the first
    example that failed, which is at `place`.
    """

    results: Results
    asked: tuple[Result, ...] = ()
    place: int = -1


class KnownMistake:
    """A misconception, of which no more is run than is asked for: most of them differ from a
    submission on the first call, and then nobody needs to know what they do on the others.
    """

    def __init__(self, prepared: Prepared, misconception: Misconception) -> None:
        self.misconception = misconception
        self._prepared = prepared
        self._checks = {one.check.id: one for one in prepared.checks_of(misconception.exercise)}
        self._tried: dict[str, tuple[Trial, Behaviour | None]] = {}
        self._given: dict[str, _Given] = {}
        self._noted: dict[str, Noted] = {}
        self._begun: dict[str, Trial] = {}

    @cached_property
    def problem(self) -> str:
        """Why it does not load, or ""; the proof reports it, and it explains nothing."""
        return "" if isinstance(self._caller, LocalCaller) else str(self._caller)

    @property
    def checks(self) -> set[str]:
        """The ids of its exercise's checks."""
        return {*self._checks}

    @property
    def tried(self) -> set[str]:
        """The ids of the checks that were run on it so far."""
        return {*self._tried}

    @property
    def slips(self) -> dict[str, str]:
        """What checks that were run raised by their own fault, by id."""
        trials = self._begun | {check: trial for check, (trial, _) in self._tried.items()}
        return {check: one.slip.says for check, one in trials.items() if one.slip is not None}

    def begin(self, check: str) -> Trial:
        """Try a check on its first example alone, if it was not tried yet; what came of that."""
        if check in self._tried:
            return self._tried[check][0]
        if check not in self._begun:
            assert isinstance(self._caller, LocalCaller)
            first = attempts(self._checks[check], self._caller, self._prepared)
            self._begun[check] = next(first, Trial())
        return self._begun[check]

    def fails(self, check: str) -> bool:
        """Whether it fails this check of its exercise."""
        return not self.problem and self._try(check)[0].failed

    def behaviour(self, check: str) -> Behaviour:
        """What it does in a check that it fails."""
        _, behaviour = self._try(check)
        assert behaviour is not None
        return replace(behaviour, results=self.results(check))

    def results(self, check: str) -> Results:
        """What it gives on the planned calls of a check, each worked out when it is read."""
        if check not in self._given:
            assert isinstance(self._caller, LocalCaller)
            noted = self._noted.get(check)
            self._given[check] = _Given(self._caller, self._checks[check], noted)
        return self._given[check]

    @cached_property
    def _caller(self) -> LocalCaller | CallFailed:
        try:
            return trusted(self._prepared.assignment, self.misconception.source)
        except CallFailed as failure:
            return failure

    def _try(self, check: str) -> tuple[Trial, Behaviour | None]:
        if check not in self._tried:
            assert isinstance(self._caller, LocalCaller)
            self._noted[check] = Noted(self._caller)
            one = self._checks[check]
            self._tried[check] = tried(self._prepared, one, self._caller, self._noted[check])
        return self._tried[check]


class _Given:
    """What trusted code gives on the planned calls of a check, each worked out when it is read.

    Of the first example it may be `noted` what it gave: that is all that most comparisons read.
    """

    def __init__(
        self, caller: LocalCaller, check: PreparedCheck, noted: Noted | None = None
    ) -> None:
        self._length = sum(len(example.plan) for example in check.examples)
        self._found: list[Result] = []
        self._left = (
            one
            for place, example in enumerate(check.examples)
            for one in planned_results(
                noted.again() if noted and not place else caller, example.plan
            )
        )

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Result]:
        for place in range(self._length):
            if place == len(self._found):
                self._found.append(next(self._left))
            yield self._found[place]


class KnownMistakes:
    """The misconceptions of one assignment; each is run when it is first needed.

    `known` are those that were met before, by exercise: it is added to.
    """

    def __init__(self, prepared: Prepared, known: dict[str, tuple[KnownMistake, ...]]) -> None:
        self._prepared = prepared
        self._misconceptions = misconceptions_of(prepared.assignment)
        self._known = known
        self._reference: LocalCaller | None = None
        self._given: dict[str, Results] = {}
        self._combined: dict[tuple[str, str], KnownMistake | None] = {}
        self._footprints: dict[tuple[str, str], Footprint] = {}

    def names(
        self,
        exercise: str,
        behaviours: Mapping[str, Behaviour],
        passed: Collection[str],
        effort: Effort | None = None,
    ) -> tuple[Misconception, ...]:
        """The misconception that alone explains the most of the failed checks, or the two that
        explain all of them together; none where there is doubt.

        What cannot be compared within the `effort`, if one is given, is none. For the rest see
        `candidates`.
        """
        try:
            found, count = self._explaining(exercise, behaviours, passed, effort)
        except (TimedOut, OutOfMemory):
            return ()
        both: tuple[Misconception, ...] = ()
        if count < len(behaviours):
            try:
                # Two mistakes at once may do what neither does, and never end.
                with effort or nullcontext():
                    both = self._both(exercise, behaviours, passed)
            except (TimedOut, OutOfMemory):
                both = ()
        return both or (tuple(found) if len(found) == 1 else ())

    def candidates(
        self,
        exercise: str,
        behaviours: Mapping[str, Behaviour],
        passed: Collection[str],
        effort: Effort | None = None,
    ) -> list[Misconception]:
        """The misconceptions that explain the most of the failed checks, one as well as another.

        `behaviours` maps the ids of the exercise's failed checks to what was seen; a
        misconception that fails one of the checks that were `passed` is another one. Raises
        `TimedOut` or `OutOfMemory` where comparing takes more than the `effort`, if one is given.
        """
        return self._explaining(exercise, behaviours, passed, effort)[0]

    def rivals(self, mistake: KnownMistake, checks: Sequence[str]) -> Iterator[Misconception]:
        """The misconceptions of its exercise that do what it does in each of these checks.

        Itself among them, if what it does there tells anything. It is what would be named if there
        is no other: whatever differs in one of the checks that it fails explains fewer of them.
        """
        for one in self.of(mistake.misconception.exercise):
            if all(
                _agrees(one, check, mistake.behaviour(check), nullcontext(), self._right(check))
                for check in checks
            ):
                yield one.misconception

    def _explaining(
        self,
        exercise: str,
        behaviours: Mapping[str, Behaviour],
        passed: Collection[str],
        effort: Effort | None,
    ) -> tuple[list[Misconception], int]:
        """The candidates, and how many of the failed checks each explains."""

        def explains(known: KnownMistake, *, both_ways: bool = False) -> int:
            return sum(
                _agrees(
                    known,
                    check,
                    seen,
                    effort or nullcontext(),
                    self._right(check),
                    both_ways=both_ways,
                )
                for check, seen in behaviours.items()
            )

        explained: dict[int, list[KnownMistake]] = {}
        for known in self.of(exercise):
            # What is known to fail a check that was passed need not be compared.
            if not any(check in known.tried and known.fails(check) for check in passed):
                explained.setdefault(explains(known), []).append(known)
        explained.pop(0, None)
        for count in sorted(explained, reverse=True):
            best = [one for one in explained[count] if not any(map(one.fails, passed))]
            if len(best) > 1:
                # A further key may be the mistake itself: without this, what leaves a key out
                # would be taken for it as well.
                best = [one for one in best if explains(one, both_ways=True) == count]
                return [one.misconception for one in best], count
            if best:
                return [best[0].misconception], count
        return [], 0

    def _both(
        self,
        exercise: str,
        behaviours: Mapping[str, Behaviour],
        passed: Collection[str],
    ) -> tuple[Misconception, ...]:
        """The two misconceptions that together do all that was seen; none where there is doubt."""
        found = []
        by_id = {one.misconception.id: one for one in self.of(exercise)}
        for pair in self._pairs([*by_id.values()], behaviours):
            known = self._together(*(by_id[one].misconception for one in pair))
            if (
                known is not None
                and all(
                    _agrees(known, check, seen, nullcontext(), self._right(check))
                    for check, seen in behaviours.items()
                )
                and not any(map(known.fails, passed))
            ):
                found.append(tuple(by_id[one].misconception for one in pair))
        return found[0] if len(found) == 1 else ()

    def _pairs(
        self,
        known: Sequence[KnownMistake],
        behaviours: Mapping[str, Behaviour],
    ) -> list[tuple[str, str]]:
        """The pairs that may together do what was seen in the first check that failed."""
        check = next((one for one, seen in behaviours.items() if len(seen.results)), None)
        if check is None or not len(self._right(check)):
            return []
        right = [*islice(self._right(check), MOST_RESULTS)]
        results = [*islice(behaviours[check].results, MOST_RESULTS)]
        if not tells(results, right):
            return []
        found = {
            one.misconception.id: self._footprint(one, check, right)
            for one in known
            if not one.problem and check in one.checks
        }
        return plausible(footprint(results, right), found)

    def _footprint(self, known: KnownMistake, check: str, right: Sequence[Result]) -> Footprint:
        """Where a known mistake is wrong in the first results of a check."""
        key = known.misconception.id, check
        if key not in self._footprints:
            self._footprints[key] = footprint([*islice(known.results(check), MOST_RESULTS)], right)
        return self._footprints[key]

    def _together(self, one: Misconception, other: Misconception) -> KnownMistake | None:
        """Two misconceptions as one; None where they change the same."""
        key = one.id, other.id
        if key not in self._combined:
            both = combined(self._prepared.assignment.reference, one, other)
            known = None if both is None else KnownMistake(self._prepared, both)
            self._combined[key] = None if known is None or known.problem else known
        return self._combined[key]

    def _right(self, check: str) -> Results:
        """What the reference gives on the planned calls of a check; nothing in a handout."""
        if not self._prepared.reference:
            return ()
        if self._reference is None:
            self._reference = trusted(self._prepared.assignment)
        if check not in self._given:
            self._given[check] = _Given(self._reference, self._prepared.check(check))
        return self._given[check]

    def of(self, exercise: str) -> tuple[KnownMistake, ...]:
        """The exercise's misconceptions, in file order."""
        if exercise not in self._known:
            self._known[exercise] = tuple(
                KnownMistake(self._prepared, one)
                for one in self._misconceptions
                if one.exercise == exercise
            )
        return self._known[exercise]


def tried(
    prepared: Prepared, one: PreparedCheck, caller: LocalCaller, noted: Noted | None = None
) -> tuple[Trial, Behaviour | None]:
    """The last trial of a check with trusted code, and what it does if it fails that check.

    What is asked of it on the first example is `noted`.
    """
    listener = _Listener(noted or caller)
    trials: list[Trial] = []
    for trial in attempts(one, listener, prepared):
        trials.append(trial)
        listener.caller = caller
        if trial.held:
            listener.made.clear()  # of a check that fails, what the failing example asked counts
    trial = trials[-1] if trials else Trial()  # one that the reference fails has no examples
    if not trial.failed:
        return trial, None
    asked = asked_of_functions(listener.made, trial.ended)
    given = _Given(caller, one, noted)
    return trial, Behaviour(given, asked, len(trials) - 1 if asked else -1)


class _Listener:
    """Notes the calls that are made of a caller."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.made: list[Made] = []

    def invoke(self, call: Call) -> Observation:
        self.made.append(Made(call, None))
        seen = self.caller.invoke(call)
        self.made[-1] = Made(call, seen)
        return seen


def asked_of_functions(made: Sequence[Made], ended: CallFailed | None) -> tuple[Result, ...]:
    """What the calls gave that were handed a function; the last one `ended`, if it gave nothing."""
    found: list[Result] = []
    for one in made:
        if _holds_function([*one.call.args, *one.call.kwargs.values()]):
            if one.seen is not None:
                found.append(one.seen)
            elif ended is not None:
                found.append(ended)
    return tuple(found)


def results_of(made: Sequence[Made], ended: CallFailed | None) -> tuple[Result, ...]:
    """What all the calls gave; the last one `ended`, if it gave nothing."""
    found = [ended if one.seen is None else one.seen for one in made]
    return tuple(one for one in found if one is not None)


def _holds_function(value: Any) -> bool:
    """Whether a value is a function of the check's own, or a list or dict that holds one."""
    if isinstance(value, dict):
        return any(map(_holds_function, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_function, value))
    return callable(value) and not isinstance(value, Handle)


def _agrees(
    known: KnownMistake,
    check: str,
    seen: Behaviour,
    effort: AbstractContextManager[object],
    right: Results,
    *,
    both_ways: bool = False,
) -> bool:
    """Whether a known mistake fails this check by doing what was seen.

    Keys of a dict that neither it nor what is `right` has are passed over, unless it must agree
    `both_ways`.
    """
    if known.problem or check not in known.checks:
        return False
    mine = known.results(check)
    if len(mine) != len(seen.results):
        return False
    compare = same_both_ways if both_ways else same
    pairs = []
    for one, other, wanted in zip_longest(mine, seen.results, right):
        pair = one, other
        with effort:
            if not compare(one, other, wanted):
                return False
        pairs.append(pair)
        if mine is seen.results and not isinstance(pair[0], CallFailed):
            break  # the rest is the same as itself, too
    if not known.fails(check):
        return False
    behaviour = known.behaviour(check)
    if behaviour.place != seen.place or len(behaviour.asked) != len(seen.asked):
        return False
    asked = [*zip(behaviour.asked, seen.asked, strict=True)]
    with effort:
        if not all(starmap(compare, asked)):
            return False
    pairs += asked
    # Shapes go wrong in many ways: where there is no value at all, the words must be the same.
    silent = all(isinstance(result, CallFailed) for result, _ in pairs)
    return bool(pairs) and (not silent or all(starmap(says_same, pairs)))
