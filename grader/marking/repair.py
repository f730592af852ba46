"""Where a wrong function is wrong, found by mending it: small edits are tried until it passes.

An edit with which the function passes all checks of its exercise says on which line the mistake is,
and of which kind. Whether there is one must not depend on how fast a machine is: so many edits are
tried, each on the examples that failed, and what a clock ends is told of nobody. Everything runs in
workers, as when the exercise was marked; this comes last, when all that a student is told of a
submission's own words is fixed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.calls import Budget, Payload, Session, Whole
from grader.diagnosis import (
    TIERS,
    Base,
    Mend,
    Result,
    StepsWanted,
    SwitchesWanted,
    Target,
    Variant,
    Wanted,
    WorkedOut,
)
from grader.errors import SandboxFailed
from grader.marking.loading import Loaded
from grader.marking.pointing import LEAST_EXAMPLES, Pointing
from grader.marking.remembered import Remembered
from grader.marking.screened import Enough as EnoughScreened
from grader.marking.screened import Screened
from grader.marking.screening import Screening, Setting, may_be_screened
from grader.marking.tryout import LIGHT, Case, Over, Tryout
from grader.marking.variants import steps, switches, variants
from grader.outcome import CallFailed
from grader.preparation import MOST_LINES, Prepared
from grader.results import LONG_KINDS, CheckResult, ExerciseResult, Repair

# Edits that are tried, by how far they go, and on top of one that did not mend everything.
MOST_OF_TIER = (130, 220, 160, 90, 40)
MOST_SECOND = (40, 60)
# The same of edits behind switches, which take less.
MOST_SWITCHES = (130, 280, 200, 80, 30)
# All of them, and the lines of Python that a right function would run on the examples meanwhile.
MOST_TRIED = 240
MOST_WORK = 60_000
# Heavier examples are not tried with right values.
MOST_OF_POINTING = 600
# Edits that others are put on, those that are looked at for what they mend in part, and edits that
# are tried on all checks.
MOST_BASES = 2
MOST_PARTLY = 6
MOST_PROVED = 8
# Examples that an edit is tried on first: one of each check that failed.
MOST_CASES = 3
# How far an edit may go that others are put on.
_BASES = TIERS[: len(MOST_SECOND)]
# A copy may be taken in several places, and be missing in each.
_COPIES = frozenset(["copy", "in place"])
# How far one may go that is not where a right value would do.
_NEAR = TIERS[:3]
_WRONG = frozenset(["failed", "errored"])
# What takes long is tried on what passed all else; where nothing else fails, few edits are tried,
# and none for a function whose values are right.
MOST_LONG = 60


SOMEWHERE = "Something here is not what it must be."


@dataclass(frozen=True)
class Written:
    """What may be edited of a submission: its source, the statements with the numbers of their
    parts, and the lines that may be told.
    """

    source: str
    filename: str
    targets: tuple[Target, ...]
    numbers: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """The edits that together mend a function, if any do; `steady` unless a clock had a say."""

    repairs: tuple[Repair, ...] = ()
    steady: bool = True


def may_be_mended(checks: Sequence[CheckResult], loaded: Loaded) -> bool:
    """Whether an exercise was run, and is wrong by its own checks, at each run alike."""
    parts = (*loaded.parts, *(part for one in loaded.own.values() for part in one.parts))
    verdicts = {check.verdict for check in checks}
    wrong = bool(verdicts & _WRONG) and verdicts <= {*_WRONG, "passed"}
    return wrong and not any(part.by_chance for part in parts)


def written_of(loaded: Loaded, exercise: str, exercises: Collection[str], module: str) -> Written:
    """The exercise itself, and then what of the student's own it names that is no exercise."""
    by_name = {
        name: (number, part)
        for number, part in zip(loaded.numbers, loaded.parts, strict=True)
        for name in part.names
        if len(part.names) == 1
    }
    found: dict[str, None] = {}
    waiting = deque([exercise])
    while waiting:
        name = waiting.popleft()
        if name in by_name and name not in found and (name == exercise or name not in exercises):
            found[name] = None
            waiting.extend(by_name[name][1].uses)
    return Written(
        source=loaded.reading.source,
        filename=f"{module}.py",
        targets=tuple(Target(by_name[name][1].line, name) for name in found),
        numbers=tuple(by_name[name][0] for name in found),
        lines=tuple(loaded.reading.told.get(exercise, ())),
    )


class Enough(Exception):
    """So many edits have been tried as may be."""


class Mending:
    """The search for what mends one exercise of a submission.

    `begin` starts a worker with nothing loaded, `request` loads the submission into it with other
    code for some of its parts.
    """

    def __init__(
        self,
        prepared: Prepared,
        result: ExerciseResult,
        written: Written,
        begin: Callable[[Budget], Session],
        request: Callable[[Mapping[int, bytes], bytes], Payload],
        remembered: Remembered,
        whole: Whole,
    ) -> None:
        failed = {check.id for check in result.checks if check.verdict in _WRONG}
        self._failed = failed
        self._written = written
        self._exercise = result.name
        self._result = result
        self._screened: Screened | None = None
        self._request = request
        self._remembered = remembered
        self._prepared = prepared
        self._tryout = Tryout(prepared, begin, whole)
        # Those that failed fail soonest.
        self._checks = sorted(
            prepared.checks_of(result.name),
            key=lambda one: (one.check.kind in LONG_KINDS, one.check.id not in failed),
        )
        self._proved = 0
        self._tried = 0  # tiers of which all has been
        self._left = MOST_TRIED
        self._further: list[tuple[int, Base, Variant]] = []

    def found(self) -> Found:
        """What mends it."""
        with self._tryout:
            try:
                self._screen()
                cases = self._cases() if self._screened is None else []
                if not cases and self._screened is None:
                    return Found()
                if near := self._near():
                    return Found(near)
                pointing = self._pointing()
                places = () if pointing is None else pointing.found(self._light(failed=True))
                if pointing is None or {one.line for one in places} <= pointing.unsure:
                    return Found(self._mended(cases))
                return Found(self._at(places, pointing, cases) or places)
            except (Over, CallFailed, SandboxFailed):  # it may be done without: the marks are there
                return Found(steady=False)

    def _at(
        self, places: Sequence[Repair], pointing: Pointing, cases: Sequence[Case]
    ) -> tuple[Repair, ...]:
        """The edit that does what a right value in the one place does, and more: there, or where
        what is read there comes from; it has a kind.
        """
        if len(places) > 1 or places[0].mends == "some":
            # What makes everything right says more than what makes some of it.
            both = self._of_screen() if self._screened is not None else ()
            if any(one.mends == "some" for one in places):
                return both if all(one.mends == "all" for one in both) else ()
            return both if {one.line for one in both} == {one.line for one in places} else ()
        line = places[0].line or 0
        fed = pointing.feeding(line)
        found = self._mended(cases, {line})
        return found or (self._mended(cases, fed, _NEAR) if fed else ())

    def _mended(
        self,
        cases: Sequence[Case],
        lines: Collection[int | None] = (),
        tiers: Sequence[int] = TIERS,
    ) -> tuple[Repair, ...]:
        """The edits that mend it; on these lines alone, if any are named."""
        if self._screened is not None:
            return self._of_screen(lines, tiers)
        try:
            mends = self._single(cases, lines, tiers)
            if mends is None and not lines:
                mends = self._pair(cases) or None
        except Enough:
            if self._tried < len(_BASES):
                return ()  # what was not tried may mend as much on another line
            mends = None
        if mends is None and not lines:
            return self._partly()
        found = tuple(map(_repair, mends or ()))
        # Public checks are few: many an edit passes them that is not what was meant.
        return found if self._prepared.reference else tuple(map(_of_no_kind, found))

    def _near(self) -> tuple[Repair, ...]:
        """The one edit of the nearest sorts that mends it: then no value need be given."""
        if self._screened is None or not self._prepared.reference:
            return ()
        try:
            return tuple(map(_repair, self._screened.single(tiers=TIERS[:2]) or ()))
        except EnoughScreened:
            return ()

    def _of_screen(
        self, lines: Collection[int | None] = (), tiers: Sequence[int] = TIERS
    ) -> tuple[Repair, ...]:
        """The edits that mend it, of those behind switches: one, or two together, or what mends a
        part; on these lines alone, if any are named.
        """
        screened = self._screened
        assert screened is not None
        try:
            mends = screened.single(lines, tiers)
            if mends is not None:
                found = tuple(map(_repair, mends))
                # Public checks are few: many an edit passes them that is not what was meant.
                return found if self._prepared.reference else tuple(map(_of_no_kind, found))
            if lines or not self._prepared.reference:
                return ()
            pair = screened.pair()
            found = tuple(map(_repair, pair or screened.partly()))
        except EnoughScreened:
            return ()  # what was not tried may mend as much on another line
        return found if len(found) == 2 else tuple(map(_of_some, found))

    def _screen(self) -> None:
        """Put all edits behind switches, where the calls of failing checks allow that."""
        of, replaced = self._written, self._result.replaced
        failed, passed = (
            [[one for one in cases if may_be_screened(one, replaced)] for cases in checks]
            for checks in (self._light(failed=True), self._light(failed=False))
        )
        if not any(failed):
            return
        targets = switches(
            SwitchesWanted(of.source, of.filename, of.targets, of.lines, MOST_SWITCHES)
        )
        if targets is None:
            raise Over
        screening = Screening(
            self._exercise,
            of.numbers,
            [one.name for one in of.targets],
            targets,
            self._tryout,
            self._request,
            self._weight,
        )

        def proves(setting: Setting) -> bool:
            request = screening.payload(setting)
            return self._tryout.passes(request, self._checks, self._remembered.passing)

        screened = Screened(screening, self._tryout, self._right, self._wanted, proves)
        if screened.begin(failed, passed):
            self._screened = screened

    def _right(self, case: Case) -> Mapping[tuple[Any, ...], Any]:
        """The parts of what the reference gives on an example; nothing where there is none, or
        where chance has a say.
        """
        worked = self._worked_out()
        return {} if worked is None else worked.parts(case.prepared, case.place)

    def _wanted(self, case: Case) -> Sequence[Result]:
        """What the reference gives on the planned calls of an example; nothing where there is none,
        or where chance has a say.
        """
        worked = self._worked_out()
        return [] if worked is None else worked.results(case.prepared, case.place)

    def _worked_out(self) -> WorkedOut | None:
        if not self._prepared.reference:
            return None
        known = self._remembered.worked_out
        if self._exercise not in known:
            known[self._exercise] = WorkedOut(self._prepared.assignment, self._exercise)
        return None if known[self._exercise].by_chance else known[self._exercise]

    def _pointing(self) -> Pointing | None:
        """The search with right values, where there are any."""
        of, worked = self._written, self._worked_out()
        if worked is None:
            return None
        targets = steps(StepsWanted(of.source, of.filename, of.targets, of.lines))
        if targets is None:
            raise Over
        return Pointing(
            self._exercise,
            self._prepared.parameters[self._exercise],
            of.filename,
            of.numbers,
            targets,
            worked,
            self._tryout,
            self._request,
            self._weight,
        )

    def _light(self, *, failed: bool) -> list[list[Case]]:
        """The light examples of each check that failed, or of each other, the lightest first."""
        checks = []
        for one in self._checks:
            if (one.check.id in self._failed) is failed and one.check.kind not in LONG_KINDS:
                cases = [Case(one, place) for place in range(len(one.examples))]
                light = [case for case in cases if self._weight(case) < MOST_OF_POINTING]
                checks.append(sorted(light, key=self._weight))
        return checks

    def _cases(self) -> list[Case]:
        """The first failing example of some checks that failed, as the function is."""
        request = self._request({}, b"")
        failed = [one for one in self._checks if one.check.id in self._failed]
        quick = [one for one in failed if one.check.kind not in LONG_KINDS]
        found: list[Case] = []
        for one in quick or [one for one in failed if one.check.kind != "vectorised"]:
            case = self._tryout.first_failing(request, one) if len(found) < MOST_CASES else None
            if case is not None and self._weight(case) < MOST_LINES:
                found.append(case)
        found.sort(key=self._weight)
        found = [one for one in found if one is found[0] or self._weight(one) < LIGHT]
        weight = max(1, sum(map(self._weight, found)))
        self._left = min(MOST_TRIED if quick else MOST_LONG, MOST_WORK // weight)
        return found

    def _weight(self, case: Case) -> int:
        return self._remembered.weights.of(self._prepared, case.prepared, case.place)

    def _single(
        self, cases: Sequence[Case], lines: Collection[int | None], tiers: Sequence[int]
    ) -> tuple[Mend, ...] | None:
        """The one edit that mends it, nothing where two disagree, or None where there is none."""
        for tier in tiers:
            mended: dict[int, Mend] = {}
            for one in self._variants(tier, MOST_OF_TIER[tier], lines=lines):
                base = Base(one.target, tier, one.number)
                # Those of a line come in order: a later one says less of it.
                if one.mend.line not in mended and self._mends(one, {}, cases, base):
                    mended[one.mend.line] = one.mend
                    if len(mended) > 1 and not {each.kind for each in mended.values()} <= _COPIES:
                        return ()
            if mended:
                return (mended[min(mended)],)
            self._tried = max(self._tried, tier + 1) if not lines else self._tried
        return None

    def _pair(self, cases: Sequence[Case]) -> tuple[Mend, ...]:
        """Two edits, of which the first alone got further than the function as it is."""
        self._further.sort(key=lambda one: -one[0])
        for _, base, first in self._further[:MOST_BASES]:
            code = {self._written.numbers[first.target]: first.code}
            for tier, most in enumerate(MOST_SECOND):
                mended: dict[int, Mend] = {}
                for second in self._variants(tier, most, base):
                    if second.mend.line not in mended and self._mends(second, code, cases):
                        mended[second.mend.line] = second.mend
                if mended:
                    both = (first.mend, *mended.values())
                    return tuple(sorted(both, key=lambda one: one.line)) if len(both) == 2 else ()
        return ()

    def _partly(self) -> tuple[Repair, ...]:
        """The edit with which checks pass that failed, and all that passed do, where it is beside
        another mistake; nothing where two disagree on the line.

        One example alone is made right by many an edit: one more of the range where three equal
        units were counted twice.
        """
        if not self._prepared.reference:
            return ()
        quick = [one for one in self._checks if one.check.kind not in LONG_KINDS]
        before = {one.check.id for one in quick} - self._failed
        telling = {one.check.id for one in quick if len(one.examples) >= LEAST_EXAMPLES} - before
        found: dict[int, Mend] = {}
        for _, _, variant in sorted(self._further, key=lambda one: -one[0])[:MOST_PARTLY]:
            request = self._request({self._written.numbers[variant.target]: variant.code}, b"")
            passing = self._remembered.passing
            right = {one.check.id for one in quick if self._tryout.passes(request, [one], passing)}
            if right > before and right & telling:
                found.setdefault(variant.mend.line, variant.mend)
        if len(found) != 1:
            return ()
        return tuple(_of_some(_repair(one)) for one in found.values())

    def _variants(
        self, tier: int, most: int, base: Base | None = None, lines: Collection[int | None] = ()
    ) -> list[Variant]:
        of = self._written
        told = tuple(line for line in of.lines if not lines or line in lines)
        wanted = Wanted(of.source, of.filename, of.targets, told, tier, most, base)
        found = variants(wanted)
        if found is None:
            raise Over
        return found

    def _mends(
        self,
        variant: Variant,
        before: Mapping[int, bytes],
        cases: Sequence[Case],
        base: Base | None = None,
    ) -> bool:
        """Whether the function passes all its checks with an edit (on top of those `before`)."""
        code = {**before, self._written.numbers[variant.target]: variant.code}
        request = self._request(code, b"")
        if not self._left:
            raise Enough
        self._left -= 1
        held = self._tryout.held(request, cases, every=base is not None and base.tier in _BASES)
        if held == len(cases):
            if self._proved == MOST_PROVED:
                raise Enough
            self._proved += 1
            if self._tryout.passes(request, self._checks, self._remembered.passing):
                return True
        if held and base is not None and base.tier in _BASES:
            self._further.append((held, base, variant))
        return False


def _repair(mend: Mend) -> Repair:
    return Repair(line=mend.line, kind=mend.kind, says=mend.says, old=mend.old, new=mend.new)


def _of_some(repair: Repair) -> Repair:
    """The same as what mends a part."""
    return repair.model_copy(update={"mends": "some"})


def _of_no_kind(repair: Repair) -> Repair:
    """The same of which only the place is told."""
    return repair.model_copy(update={"kind": "somewhere", "says": SOMEWHERE})
