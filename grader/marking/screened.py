"""The edits that mend a function, alone or two at once, found by what all of them do.

Each edit is tried on some failing examples, and what it makes right of the results is noted. Then
pairs are tried of those that do anything at all, the most common first: neither of two mistakes
need show that the other was mended. What makes all examples right passes all checks of the
exercise, or is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from grader.diagnosis import (
    TIERS,
    Mend,
    Result,
    Switch,
    hardly_by_chance,
    parts_of,
    same_values,
)
from grader.marking.screening import Outcome, Recorded, Screening, Setting
from grader.marking.switchboard import ATOL, RTOL
from grader.marking.tryout import LIGHT, Case, Tryout, plainness
from grader.outcome import CallFailed, Observation, StudentRaised

# Examples that edits are tried on, of each check and of all; and those that are looked at for them.
MOST_OF_CHECK, MOST_EXAMPLES, MOST_LOOKED_AT = 2, 4, 8
# Examples beside these on which only those are tried that hold where all were.
MOST_OTHERS = 24
# Lines of Python that right code would run meanwhile: on single edits, and on pairs.
MOST_SINGLE, MOST_PAIRED = 60_000, 80_000
MOST_PAIRS = 4000
# So many times as heavy as the lightest example may be the telling one, to have pairs tried on it.
MOST_TIMES = 2
# Different results of an example that are judged by the check, where they are not the reference's:
# of all edits, and where there is no reference or few edits are left.
MOST_JUDGED, MOST_JUDGED_ALONE = 60, 400
# Edits that are looked at for a check that they mend.
MOST_PARTLY = 40
# Single edits that are tried on all checks, and pairs.
MOST_PROVED = 8
# A copy may be taken in several places, and be missing in each.
COPIES = frozenset(["copy", "in place"])

Path = tuple[Any, ...]


class Enough(Exception):
    """So many settings have been tried as may be."""


@dataclass(frozen=True)
class _Seen:
    """What a setting does on an example: whether the check holds, the parts that are right,
    whether it gives all results, and whether the check was asked, if it had to be.
    """

    held: bool
    good: frozenset[Path]
    whole: bool
    judged: bool = True

    @property
    def may_hold(self) -> bool:
        """Whether the check holds, or was not asked."""
        return self.held or not self.judged


_NOTHING = _Seen(held=False, good=frozenset(), whole=False)


class Screened:
    """The search in one exercise of a submission.

    `right` are the parts of a right solution's results on an example, none where they are not
    known, `wanted` the results themselves; `proves` tells whether all checks of the exercise hold
    with a setting.
    """

    def __init__(
        self,
        screening: Screening,
        tryout: Tryout,
        right: Callable[[Case], Mapping[Path, Any]],
        wanted: Callable[[Case], Sequence[Result]],
        proves: Callable[[Setting], bool],
    ) -> None:
        self._screening = screening
        self._tryout = tryout
        self._parts_of = right
        self._parts: dict[Any, Mapping[Path, Any]] = {}
        self._refusals: dict[Any, Collection[int]] = {}
        self._wanted = wanted
        self._proves = proves
        self._proved: dict[Setting, bool] = {}
        self._judged: dict[Any, dict[Any, _Seen]] = {}
        self._asked: dict[Any, int] = {}  # how often a check was, of what is not the reference's
        # Examples that fail, of which every edit is tried on the first, and what else must hold.
        self._failing: list[Case] = []
        self._further: list[Case] = []
        self._before: dict[Any, _Seen] = {}
        self._done: dict[int, _Seen] = {}
        self._surveyed: set[int] = set()
        switches = sorted(screening.switches, key=lambda one: (one[1].tier, one[0], one[1].number))
        self._all = [switch for _, switch in switches]

    def begin(
        self, failed: Sequence[Sequence[Case]], passed: Sequence[Sequence[Case]] = ()
    ) -> bool:
        """Look for examples of the checks that failed on which they do; whether there are any. The
        lightest come first, of these and of the other checks.
        """
        looked_at = [case for cases in failed for case in cases[:MOST_LOOKED_AT]]
        found: Counter[str] = Counter()
        for case, (before,) in zip(
            looked_at, self._tried([([()], case) for case in looked_at]), strict=True
        ):
            of = case.prepared.check.id
            if before is not None and not before.held and found[of] < MOST_OF_CHECK:
                self._before[case.key] = before
                self._failing.append(case)
                found[of] += 1
        self._failing = sorted(self._failing, key=self._screening.weight)[:MOST_EXAMPLES]
        # On the plainest, such as a single example or one layer, many an edit does nothing.
        light = [one for one in self._failing if self._screening.weight(one) < LIGHT]
        if light:
            telling = min(light, key=plainness)
            self._failing.remove(telling)
            self._failing.insert(0, telling)
        others = [case for cases in failed for case in cases]
        others += [case for cases in passed for case in cases[:MOST_OF_CHECK]]
        others = [case for case in others if case.key not in self._before]
        others = sorted(others, key=self._screening.weight)[:MOST_OTHERS]
        self._further = [*self._failing[1:], *others]
        return bool(self._failing)

    def _survey(self, tiers: Collection[int] = TIERS) -> None:
        """Look at what each edit does on the first example, of those that go so far."""
        first = self._failing[0]
        some = self._all[: max(1, MOST_SINGLE // self._screening.weight(first))]
        some = [one for one in some if one.tier in tiers and one.tier not in self._surveyed]
        self._surveyed |= {*tiers}
        (seen,) = self._tried([([(switch.number,) for switch in some], first)])
        for switch, one in zip(some, seen, strict=True):
            if one is not None:
                self._done[switch.number] = one

    def single(
        self, lines: Collection[int | None] = (), tiers: Collection[int] = TIERS
    ) -> tuple[Mend, ...] | None:
        """The one edit that mends it, on one of these lines if any are named; nothing where two
        disagree on the line, or None where there is none; raises `Enough`.
        """
        self._survey(tiers)
        for tier in tiers:
            mended: dict[int, Mend] = {}
            held = [
                one
                for one in self._all
                if one.tier == tier
                and (not lines or one.mend.line in lines)
                and self._done.get(one.number, _NOTHING).may_hold
            ]
            sure = all(self._done[one.number].judged for one in held)
            cases = self._further if sure else [self._failing[0], *self._further]
            for (switch,) in self._holding([(one,) for one in held], cases):
                mend = switch.mend
                if mend.line not in mended and self._passes((switch.number,)):
                    mended[mend.line] = mend
                    if len(mended) > 1 and not {one.kind for one in mended.values()} <= COPIES:
                        return ()
            if mended:
                return (mended[min(mended)],)
        return None

    def pair(self) -> tuple[Mend, ...]:
        """The two edits that together mend it; the one line that all such pairs share where they
        disagree on the other; nothing where they share none; raises `Enough`.
        """
        self._survey()
        first, weight = self._failing[0], self._screening.weight
        lightest = min(self._failing, key=weight)
        first = first if weight(first) <= MOST_TIMES * weight(lightest) else lightest
        wanted = [[] if isinstance(one, CallFailed) else [one.value] for one in self._wanted(first)]
        if not any(wanted):
            return ()
        most = min(MOST_PAIRS, MOST_PAIRED // weight(first))
        pairs: dict[Setting, tuple[Switch, Switch]] = {
            (one.number, other.number): (one, other) for one, other in islice(self._pairs(), most)
        }
        right = self._screening.right([*pairs], first, wanted)
        held = self._holding([pairs[one] for one in right], [self._failing[0], *self._further])
        mended: dict[tuple[int, int], tuple[Mend, Mend]] = {}
        nearest = max(TIERS) * 2
        for one, other in sorted(held, key=lambda pair: pair[0].tier + pair[1].tier):
            if one.tier + other.tier > nearest:
                break  # of those that go further none is meant
            both = sorted((one.mend, other.mend), key=lambda mend: mend.line)
            lines = both[0].line, both[1].line
            if lines not in mended and self._passes((one.number, other.number)):
                mended[lines] = both[0], both[1]
                nearest = one.tier + other.tier
        if len(mended) == 1:
            return next(iter(mended.values()))
        shared = set.intersection(*map(set, mended)) if mended else set()
        return tuple(mend for mend in next(iter(mended.values()), ()) if mend.line in shared)

    def partly(self) -> tuple[Mend, ...]:
        """The edit that makes a part of the results right wherever it is wrong, and nothing wrong;
        nothing where two disagree on the line, or where that could be chance.
        """
        self._survey()
        found: dict[int, Mend] = {}
        some = [
            one
            for one in self._all
            if self._done.get(one.number, _NOTHING).good > self._before[self._failing[0].key].good
        ][:MOST_PARTLY]
        settings: list[Setting] = [(one.number,) for one in some]
        more = self._tried([(settings, case) for case in self._failing[1:]]) if some else []
        mending = [
            (switch, parts)
            for place, switch in enumerate(some)
            if (parts := self._mended([self._done[switch.number], *(each[place] for each in more)]))
        ]
        for switch in self._mending_everywhere(mending):
            found.setdefault(switch.mend.line, switch.mend)
        found = found or {one.mend.line: one.mend for one in reversed(self._mending_checks())}
        return tuple(found.values()) if len(found) == 1 else ()

    def _mending_everywhere(
        self, mending: Sequence[tuple[Switch, Collection[Path]]]
    ) -> list[Switch]:
        """Those with which these parts are right on further examples too, failing or not, and no
        result is wrong that was right.
        """
        settings: list[Setting] = [(), *((one.number,) for one, _ in mending)]
        seen = self._tried([(settings, case) for case in self._further] if mending else [])

        def holds(place: int, parts: Collection[Path]) -> bool:
            for case, its in zip(self._further, seen, strict=False):
                before, now = its[0], its[place]
                if now is None or before is None:
                    return False
                wrong = {path for path in self._right(case) if path[1:] in parts} - now.good
                if wrong or not now.good >= before.good:
                    return False
            return True

        return [
            switch for place, (switch, parts) in enumerate(mending, start=1) if holds(place, parts)
        ]

    def _mending_checks(self) -> list[Switch]:
        """The edits with which a check holds on all of its examples here, at least two, of which
        some failed, and all examples hold that did.
        """
        some = [one for one in self._all if self._done.get(one.number, _NOTHING).held]
        if len(some) < MOST_PARTLY:
            first = self._failing[0].prepared.check.id
            another = [one for one in self._failing[1:] if one.prepared.check.id != first]
            some += self._held_on(another[:1], MOST_SINGLE // 2)
        some = some[:MOST_PARTLY]
        if not some:
            return []
        cases = [self._failing[0], *self._further]
        settings: list[Setting] = [(), *((one.number,) for one in some)]
        seen = self._tried([(settings, case) for case in cases])
        held = [[its is not None and its.held for its in each] for each in zip(*seen, strict=True)]
        of = [case.prepared.check.id for case in cases]
        before, *after = held
        return [
            one
            for one, now in zip(some, after, strict=True)
            if all(now[at] or not before[at] for at in range(len(cases)))
            and any(
                of.count(check) > 1
                and all(now[at] for at, its in enumerate(of) if its == check)
                and not all(before[at] for at, its in enumerate(of) if its == check)
                for check in of
            )
        ]

    def _held_on(self, cases: Sequence[Case], most: int) -> list[Switch]:
        """The edits with which these examples hold, where right code runs so many lines at most."""
        found = []
        for case in cases:
            some = self._all[: most // self._screening.weight(case)]
            (seen,) = self._tried([([(one.number,) for one in some], case)])
            found += [its for its, one in zip(some, seen, strict=True) if one and one.held]
        return found

    def _mended(self, seen: Sequence[_Seen | None]) -> Collection[Path]:
        """The parts of the results that are right now on all examples that fail, and were not;
        nothing where others are wrong now, or where it could be chance.
        """
        gained: list[tuple[Case, Path]] = []
        missed: set[Path] = set()
        wrong: set[Path] = set()
        for case, one in zip(self._failing, seen, strict=False):
            before = self._before[case.key]
            wrong |= self._right(case).keys() - before.good
            if one is None or not one.whole or not one.good >= before.good:
                return ()
            gained += [(case, path) for path in one.good - before.good]
            missed |= {path[1:] for path in self._right(case).keys() - one.good}
        parts = {path[1:] for _, path in gained}
        values = [self._right(case)[path] for case, path in gained]
        of_cases = {case.key for case, _ in gained}
        several = len(of_cases) > 1 or len(self._failing) == 1
        # What a cache holds of the first step may be right though no step after it is.
        depth = min(map(len, wrong), default=0)
        several = several and any(len(path) + 1 == depth for path in parts - missed)
        return parts - missed if several and hardly_by_chance(values) else ()

    def _pairs(self) -> Iterator[tuple[Switch, Switch]]:
        """Those that may be tried, the most common first, in different statements."""
        before = self._before[self._failing[0].key]
        useful = [
            switch
            for switch in self._all
            if switch.slots and (seen := self._done.get(switch.number)) and _does(seen, before)
        ]
        # What makes something right comes first.
        gain = {
            switch.number: len(self._done[switch.number].good - before.good)
            - 2 * len(before.good - self._done[switch.number].good)
            for switch in useful
        }
        useful.sort(key=lambda one: (gain[one.number] <= 0, one.tier))
        # Two that do the same in one place are as one.
        alike = {(one.slots, id(self._done[one.number])): one for one in reversed(useful)}
        useful = [one for one in useful if alike[one.slots, id(self._done[one.number])] is one]
        for total in range(2 * len(useful)):
            for place in range(max(0, total - len(useful) + 1), (total + 1) // 2):
                one, other = useful[place], useful[total - place]
                if one.mend.line != other.mend.line and not {*one.slots} & {*other.slots}:
                    yield one, other

    def _holding(
        self,
        those: Sequence[tuple[Switch, ...]],
        cases: Sequence[Case],
    ) -> list[tuple[Switch, ...]]:
        """Those with which the checks hold on these examples too."""
        left, waiting = [*those], [*cases]
        # Loading takes longer than a call, and few are left after one or two examples.
        for most in (1, 1, 4, len(waiting)):
            now, waiting = waiting[:most], waiting[most:]
            if not left or not now:
                break
            settings = [tuple(one.number for one in switches) for switches in left]
            seen = self._tried([(settings, case) for case in now], MOST_JUDGED_ALONE)
            left = [
                one
                for one, each in zip(left, zip(*seen, strict=True), strict=True)
                if all(its is None or its.held for its in each)
            ]
        return left

    def _passes(self, setting: Setting) -> bool:
        if setting not in self._proved:
            if sum(len(one) == len(setting) for one in self._proved) == MOST_PROVED:
                raise Enough
            self._proved[setting] = self._proves(setting)
        return self._proved[setting]

    def _tried(
        self, those: Sequence[tuple[Sequence[Setting], Case]], most: int = MOST_JUDGED
    ) -> list[list[_Seen | None]]:
        """What settings do on an example, of several; so many results are judged at `most`."""
        outcomes = self._screening.outcomes(those)  # they stay while their numbers count
        with self._tryout.effort:
            return [
                self._judged_all(its, case, most)
                for its, (_, case) in zip(outcomes, those, strict=True)
            ]

    def _judged_all(
        self, outcomes: Sequence[Outcome | None], case: Case, most: int
    ) -> list[_Seen | None]:
        known = self._judged.setdefault(case.key, {})
        keys: dict[int, Any] = {}
        found: list[_Seen | None] = []
        for outcome in outcomes:
            if outcome is None:
                found.append(None)
                continue
            if id(outcome) not in keys:
                keys[id(outcome)] = tuple(map(_key, outcome))
            key = keys[id(outcome)]
            if key not in known or not known[key].judged:
                known[key] = self._seen(outcome, case, most)
            found.append(known[key])
        return found

    def _right(self, case: Case) -> Mapping[Path, Any]:
        if case.key not in self._parts:
            self._parts[case.key] = self._parts_of(case)
        return self._parts[case.key]

    def _refused(self, case: Case) -> Collection[int]:
        """The places of the calls in which right code raises, or may for all that is known."""
        if case.key not in self._refusals:
            wanted = self._wanted(case)
            self._refusals[case.key] = frozenset(
                place
                for place in range(len(case.plan))
                if not wanted or isinstance(wanted[place], CallFailed)
            )
        return self._refusals[case.key]

    def _seen(self, outcome: Outcome, case: Case, most: int) -> _Seen:
        right = self._right(case)
        parts: dict[Path, Any] = {}
        for place, one in enumerate(outcome):
            if isinstance(one, Observation):
                parts |= parts_of(one.value, (place,))
        good = frozenset(
            path for path, value in parts.items() if path in right and _is_near(value, right[path])
        )
        whole = all(
            isinstance(one, Observation) or place in self._refused(case)
            for place, one in enumerate(outcome)
        )
        near = len(good) == len(right) > 0
        if not right:
            most = MOST_JUDGED_ALONE
        judged = self._asked.setdefault(case.key, 0) < most
        held = whole and (near or judged)
        if held:
            self._asked[case.key] += not near
            held = self._tryout.holds(case, Recorded(case, outcome))
        return _Seen(held, good, whole, judged or near or not whole)


def _is_near(value: Any, right: Any) -> bool:
    """As `same_values`, and sooner: it is asked of every result of every edit."""
    if np.shape(value) != np.shape(right):
        return False
    with np.errstate(all="ignore"):
        gap = np.abs(np.subtract(value, right, dtype=np.float64))
        near = bool((gap <= ATOL + RTOL * np.abs(right)).all())
    return near or (bool(np.isnan(gap).any()) and same_values([value], [right]))


def _key(value: Any) -> Any:
    """Equal for what is the same to the last bit."""
    if isinstance(value, Observation):
        return _key(value.value), value.changed
    if isinstance(value, StudentRaised):
        return value.bases
    if isinstance(value, np.ndarray | np.generic):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value).__name__, *map(_key, value)
    if isinstance(value, dict):
        return "dict", *((key, _key(one)) for key, one in value.items())
    return type(value).__name__, repr(value)


def _does(seen: _Seen, before: _Seen) -> bool:
    """Whether an edit does anything, and takes no result away."""
    return seen is not before and (seen.whole or not before.whole)
