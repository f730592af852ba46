"""Two known mistakes at once: the reference with both changes.

Of many pairs few are tried: wherever a submission is wrong one of the two must be, and where it is
right so must both. Where these do not single out a few, none is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, islice
from typing import Any

import numpy as np

from grader.course import Misconception
from grader.diagnosis.agreement import Result, same_value
from grader.diagnosis.worked import hardly_by_chance, parts_of
from grader.outcome import CallFailed, Observation

# Pairs that are tried, results that are looked at to tell which, and entries of an array.
MOST_PAIRS, MOST_RESULTS, MOST_ENTRIES = 40, 8, 2000

# What is wrong in each of some results: the entries of their parts, or None where one ended.
Footprint = tuple[frozenset[tuple[Any, ...]] | None, ...]


def combined(reference: str, one: Misconception, other: Misconception) -> Misconception | None:
    """The reference with both changes; None where they are of the same text."""
    first, second = sorted(_change(reference, each.source) for each in (one, other))
    if first[1] >= second[0]:
        return None
    start, end, text = first
    source = reference[:start] + text + reference[end : second[0]] + second[2]
    source += reference[second[1] :]
    return Misconception(f"{one.id} + {other.id}", one.exercise, one.says, one.hint, source)


def _change(before: str, after: str) -> tuple[int, int, str]:
    """Which part of a text is another one, from where to where, and what stands there."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    room = min(len(before), len(after)) - start
    while end < room and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, len(before) - end, after[start : len(after) - end]


def footprint(results: Sequence[Result], right: Sequence[Result]) -> Footprint:
    """Where results are wrong, beside those that are right."""
    return tuple(map(_wrong, results, right))


def _wrong(one: Result, right: Result) -> frozenset[tuple[Any, ...]] | None:
    if isinstance(one, CallFailed):
        return None
    if not isinstance(right, Observation):
        return frozenset([("given",)])
    found: set[tuple[Any, ...]] = set()
    mine, wanted = parts_of(one.value, ()), parts_of(right.value, ())
    for path, value in wanted.items():
        if path not in mine or np.shape(mine[path]) != np.shape(value):
            found.add((path, "form"))
        elif np.size(value) > MOST_ENTRIES:
            found |= set() if same_value(mine[path], value) else {(path, "values")}
        else:
            entries = zip(np.ravel(mine[path]), np.ravel(value), strict=True)
            found |= {(path, place) for place, (a, b) in enumerate(entries) if not same_value(a, b)}
    if not found and not same_value(one.value, right.value):
        found.add(("other",))
    return frozenset(found)


def may_be_both(seen: Footprint, one: Footprint, other: Footprint) -> bool:
    """Whether two mistakes that are wrong there could together be wrong where it was seen."""
    for mine, first, second in zip(seen, one, other, strict=False):
        if mine is None:
            if first is not None and second is not None:
                return False
        elif first is None or second is None or first | second != mine:
            return False
    return True


def plausible(seen: Footprint, known: Mapping[str, Footprint]) -> list[tuple[str, str]]:
    """The pairs that could be what was seen; none where they are too many to be tried."""
    pairs = (
        pair for pair in combinations(known, 2) if may_be_both(seen, known[pair[0]], known[pair[1]])
    )
    found = [*islice(pairs, MOST_PAIRS + 1)]
    return found if len(found) <= MOST_PAIRS else []


def tells(results: Sequence[Result], right: Sequence[Result]) -> bool:
    """Whether so many numbers are wrong that another mistake does not give the same by chance."""
    wrong: list[Any] = []
    for one, wanted in zip(results, right, strict=False):
        if isinstance(one, CallFailed) or isinstance(wanted, CallFailed):
            continue
        known = parts_of(wanted.value, ())
        for path, value in parts_of(one.value, ()).items():
            if path in known and not same_value(value, known[path]):
                wrong.append(value)
    return hardly_by_chance(wrong)
