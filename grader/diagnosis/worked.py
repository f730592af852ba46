"""What right code works out on the way: the values of its expressions, on the inputs of a check.

Where a student's function goes wrong, one of these is often the value that should stand there.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from grader.calls import LocalCaller
from grader.course import Assignment, accepted_of, function_span
from grader.diagnosis.agreement import Result
from grader.diagnosis.edits.steps import HAS, SEEN, Step, opened
from grader.diagnosis.planned import planned_results
from grader.outcome import CallFailed
from grader.preparation import Example, PreparedCheck, trusted

# Values of one expression, of all, and bytes that they take, and that those of one do: what takes
# more is not looked at.
MOST_OF_ONE = 200
MOST_OF_ALL = 20_000
MOST_BYTES = 4 << 20
MOST_BYTES_OF_ONE = 64 << 10
MOST_DEEP, MOST_TOGETHER = 5, 8
MOST_LINES = 60
# Accepted solutions that are looked at; none where the reference works out so many values.
MOST_ACCEPTED, MOST_OF_EACH = 8, 1500
# Fewer numbers than these other code may give as well by chance: fractions, or any.
LEAST_FRACTIONS, LEAST_NUMBERS = 3, 12
# Two ways to work out the same number round differently.
RTOL, ATOL = 1e-9, 1e-12
DIGITS = 9

_UNSEEN = f"""
def {HAS}(step): return False
def {SEEN}(step, value): return value
"""
Values = tuple[Any, ...]
# A loop may work out one after the other what right code works out at once: its entries in the
# order of rows or of columns, its rows, or its columns; and what counts something is a length.
FORMS = ("", "entries", "entries by column", "rows", "columns")
_LENGTH = "length "


@dataclass(frozen=True)
class Worked:
    """The values of one expression, in the order in which they were worked out, and in which of the
    planned calls each was.
    """

    source: int
    step: Step
    values: Values
    calls: tuple[int, ...] = ()

    def formed(self, form: str) -> Values | None:
        """The values in one of the `FORMS`, or a length of theirs; None where there is none."""
        if not form:
            return self.values
        if any(isinstance(one, tuple) for one in self.values):
            return None
        if form.startswith(_LENGTH):
            axis = int(form.removeprefix(_LENGTH))
            has_it = all(axis < np.ndim(one) for one in self.values)
            return tuple(np.shape(one)[axis] for one in self.values) if has_it else None
        array = self._array
        if array is None or (form.startswith("entries") and array.size > MOST_OF_ONE):
            return None
        match form:
            case "entries":
                return tuple(array.ravel())
            case "entries by column":
                return tuple(array.ravel(order="F"))
            case "rows" if array.ndim > 1 and len(array) <= MOST_LINES:
                return tuple(array)
            case "columns" if array.ndim > 1 and array.shape[-1] <= MOST_LINES:
                return tuple(np.moveaxis(array, -1, 0))
        return None

    @property
    def _array(self) -> np.ndarray[Any, Any] | None:
        """The one array that it is, if it is one."""
        is_one = len(self.values) == 1 and isinstance(self.values[0], np.ndarray)
        return self.values[0] if is_one and self.values[0].ndim else None

    def digest(self, form: str) -> tuple[Any, ...] | None:
        """The digest of the values in one of the `FORMS`; None where there is none."""
        array = self._array
        if form.startswith("entries") and array is not None and array.size <= MOST_OF_ONE:
            return _of_scalars(array.ravel(order="F" if form.endswith("column") else "C"))
        formed = self.formed(form)
        return None if formed is None else digest_of(formed)

    def forms(self, count: int) -> Iterator[str]:
        """In which forms these are so many values."""
        for form in FORMS:
            found = self.formed(form)
            if found is not None and len(found) == count and (not form or count > 1):
                yield form

    def lengths(self) -> Iterator[str]:
        """The forms in which a length of theirs is given."""
        if any(isinstance(one, tuple) for one in self.values):
            return
        axes = min(map(np.ndim, self.values), default=0)
        yield from (f"{_LENGTH}{axis}" for axis in range(axes))


@dataclass(frozen=True)
class Pool:
    """All that right code works out on one example."""

    worked: tuple[Worked, ...]
    results: Mapping[tuple[Any, ...], Any]

    def holds(self, values: Values) -> bool:
        """Whether right code works these out, at once or one after the other."""
        return self.holding(values)[0]

    def holding(self, values: Values) -> tuple[bool, bool]:
        """The same, and whether what a statement works out as a whole is that."""
        digest = digest_of(values)
        if digest in self._wholes:
            return True, True
        each = [part for one in values for part in (one if isinstance(one, tuple) else (one,))]
        if len(each) < 2 or any(np.size(one) < 2 for one in each):
            return digest in self._all, False
        digests = {digest_of((one,)) for one in each}
        return digest in self._all or digests <= self._all, digests <= self._wholes

    def first_unknown(self, values: Values) -> int:
        """The place of the first of these values that right code works out nowhere; 0 if it is none
        of them, but that they come otherwise.
        """
        places = (place for place, one in enumerate(values) if _key_of(one) not in self._each)
        return next(places, 0)

    @cached_property
    def _each(self) -> frozenset[Any]:
        return frozenset(_key_of(value) for one in self.worked for value in one.values)

    @cached_property
    def _wholes(self) -> frozenset[tuple[Any, ...]]:
        return _digests(one for one in self.worked if one.step.whole == one.step.number)

    @cached_property
    def _all(self) -> frozenset[tuple[Any, ...]]:
        return _digests(self.worked)


def _key_of(value: Any) -> Any:
    """The digest of one value; of a number as text, which is worked out sooner."""
    if is_number(value) and not np.ndim(value):
        return f"{float(value) + 0.0:.{DIGITS}g}"
    return digest_of((value,))


def _digests(worked: Iterable[Worked]) -> frozenset[tuple[Any, ...]]:
    found = set()
    for one in worked:
        for form in FORMS:
            digest = one.digest(form)
            if digest is not None:
                found.add(digest)
    return frozenset(found)


# The parts of the results of one source, and what it works out.
_OfSource = tuple[dict[tuple[Any, ...], Any], list[Worked]]


class WorkedOut:
    """What the reference and the accepted solutions work out in one exercise."""

    def __init__(self, assignment: Assignment, exercise: str) -> None:
        self._assignment = assignment
        start, end = function_span(assignment.reference, exercise)
        # Of two right functions that draw, each has numbers of its own.
        self.by_chance = "random" in assignment.reference[start:end]
        self._exercise = exercise
        self._reference: LocalCaller | None = None
        self._results: dict[tuple[str, int], list[Result]] = {}
        self._callers: dict[int, tuple[LocalCaller, _Seen]] = {}
        self._by_source: dict[tuple[int, str, int], _OfSource] = {}
        self._known: dict[tuple[str, int], Pool] = {}

    @cached_property
    def _opened(self) -> list[tuple[str, list[Step]]]:
        accepted = islice(accepted_of(self._assignment).values(), MOST_ACCEPTED)
        others = {*self._assignment.exercises} - {self._exercise}
        return [
            _opened(source, self._exercise, others)
            for source in (self._assignment.reference, *accepted)
        ]

    def of(self, prepared: PreparedCheck, place: int) -> Pool:
        """What is worked out in the planned calls of an example; of equal values the first."""
        key = prepared.check.id, place
        if key not in self._known:
            found: dict[tuple[Any, ...], Worked] = {}
            results: dict[tuple[Any, ...], Any] = {}
            every: list[Worked] = []
            for number in range(len(self._opened)):
                parts, of_source = self._of_source(number, prepared, place)
                results = results or parts
                every += of_source
                if sum(len(one.values) for one in of_source) > MOST_OF_EACH:
                    break
            # What a statement works out comes before what it is made of.
            for one in sorted(every, key=lambda one: one.step.number != one.step.whole):
                found.setdefault(digest_of(one.values), one)
            self._known[key] = Pool(tuple(found.values()), results)
        return self._known[key]

    def parts(self, prepared: PreparedCheck, place: int) -> dict[tuple[Any, ...], Any]:
        """The parts of what the reference gives on the planned calls of an example."""
        found: dict[tuple[Any, ...], Any] = {}
        for number, given in enumerate(self.results(prepared, place)):
            if not isinstance(given, CallFailed):
                found |= parts_of(given.value, (number,))
        return found

    def results(self, prepared: PreparedCheck, place: int) -> list[Result]:
        """What the reference gives on the planned calls of an example; `of` takes ten times as
        long.
        """
        key = prepared.check.id, place
        if key not in self._results:
            if self._reference is None:
                self._reference = trusted(self._assignment)
            plan = prepared.examples[place].plan
            self._results[key] = [*planned_results(self._reference, plan)]
        return self._results[key]

    def the_same(self, worked: Worked, prepared: PreparedCheck, place: int) -> Worked | None:
        """The values of the same expression in another example."""
        _, found = self._of_source(worked.source, prepared, place)
        return next((one for one in found if one.step.number == worked.step.number), None)

    def _of_source(self, number: int, prepared: PreparedCheck, place: int) -> _OfSource:
        key = number, prepared.check.id, place
        if key not in self._by_source:
            self._by_source[key] = self._run(number, prepared.examples[place])
        return self._by_source[key]

    def _run(self, number: int, example: Example) -> _OfSource:
        caller, seen = self._caller(number)
        seen.clear()
        results: dict[tuple[Any, ...], Any] = {}
        for place, given in enumerate(planned_results(caller, example.plan)):
            seen.call = place + 1
            if not isinstance(given, CallFailed):
                results |= parts_of(given.value, (place,))
        _, steps = self._opened[number]
        found = []
        for step in steps:
            values = seen.values.get(step.number)
            if values and len(values) <= MOST_OF_ONE and all(map(is_value, values)):
                if sum(getattr(one, "nbytes", 8) for one in values) > MOST_BYTES_OF_ONE:
                    continue
                found.append(Worked(number, step, tuple(values), tuple(seen.calls[step.number])))
        return results, found

    def _caller(self, number: int) -> tuple[LocalCaller, _Seen]:
        if number not in self._callers:
            caller, seen = trusted(self._assignment, self._opened[number][0]), _Seen()
            caller.put(SEEN, seen)
            caller.put(HAS, lambda _: False)
            self._callers[number] = caller, seen
        return self._callers[number]


class _Seen:
    """Notes the values of steps, by number."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all of them."""
        self.values: dict[int, list[Any]] = {}
        self.calls: dict[int, list[int]] = {}
        self.call = 0
        self._count, self._room = MOST_OF_ALL, MOST_BYTES

    def __call__(self, step: int, value: Any) -> Any:
        of_step = self.values.setdefault(step, [])
        if len(of_step) <= MOST_OF_ONE and self._count > 0 and self._room > 0:
            of_step.append(_copied(value) if is_value(value) else None)
            self.calls.setdefault(step, []).append(self.call)
            parts = value if isinstance(value, tuple) else (value,)
            self._count -= len(parts)
            self._room -= sum(one.nbytes if isinstance(one, np.ndarray) else 8 for one in parts)
        return value


def _copied(value: Any) -> Any:
    """A value that later steps don't change."""
    if isinstance(value, tuple):
        return tuple(map(_copied, value))
    return value.copy() if isinstance(value, np.ndarray) else value


def parts_of(value: Any, path: tuple[Any, ...]) -> dict[tuple[Any, ...], Any]:
    """The numbers and arrays that a value is made of, by the way to each."""
    if is_number(value):
        return {path: value}
    if len(path) > MOST_DEEP or not isinstance(value, dict | list | tuple):
        return {}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found: dict[tuple[Any, ...], Any] = {}
    for key, item in items:
        found |= parts_of(item, (*path, key))
    return found


def same_values(ones: Sequence[Any], others: Sequence[Any]) -> bool:
    """Whether these are the same numbers of the same shapes, but for rounding."""
    return len(ones) == len(others) and all(map(_same, ones, others))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return same_values(one, other)
    if not (is_number(one) and is_number(other)) or np.shape(one) != np.shape(other):
        return False
    a, b = (
        np.asarray(each, np.float64) for each in (one, other)
    )  # no integer of NumPy holds 10**30
    with np.errstate(all="ignore"):
        return bool(np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True))


def is_number(value: Any) -> bool:
    """Whether it is a number, as a float can be one, or an array of numbers."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "biuf"
    if type(value) is int:  # they have no end, and floats have
        return abs(value) <= sys.float_info.max
    return type(value) in (bool, float)


def hardly_by_chance(values: Iterable[Any]) -> bool:
    """Whether these hold so many numbers that other code does not give the same by chance."""
    numbers = [np.ravel(np.asarray(one, np.float64)) for one in values if is_number(one)]
    all_of_them = np.concatenate(numbers) if numbers else np.empty(0)
    fractions = np.isfinite(all_of_them) & (all_of_them != np.round(all_of_them))
    return int(fractions.sum()) >= LEAST_FRACTIONS or all_of_them.size >= LEAST_NUMBERS


def is_value(value: Any) -> bool:
    """Whether it is what can be looked at and given: a number, an array, or a tuple of some."""
    if isinstance(value, tuple):
        return 0 < len(value) <= MOST_TOGETHER and all(map(is_number, value))
    return is_number(value)


def _of_scalars(values: Any) -> tuple[Any, ...]:
    """The digest of numbers one after the other."""
    with np.errstate(all="ignore"):
        single = np.asarray(values, np.float64).astype(np.float32) + np.float32(0)  # no −0
        total = float(np.sum(values))
    return len(single), single.tobytes(), f"{total:.{DIGITS - 1}g}"


def digest_of(values: Sequence[Any]) -> tuple[Any, ...]:
    """The same for what is the same but for rounding, save by rare chance."""
    if all(not isinstance(one, tuple) and is_number(one) and not np.ndim(one) for one in values):
        return _of_scalars([float(one) for one in values])
    found: list[Any] = []
    with np.errstate(all="ignore"):
        for value in values:
            if isinstance(value, tuple):
                found.append(digest_of(value))
                continue
            if not is_number(value):
                found.append(None)
                continue
            floats = np.asarray(value, np.float64)
            largest = float(np.abs(floats).max(initial=0.0)) or 1.0
            rounded = np.round(floats / largest, DIGITS) + 0.0  # no zero with a sign
            found += [floats.shape, rounded.tobytes(), f"{largest:.{DIGITS}g}"]
    return tuple(found)


def _opened(source: str, exercise: str, others: Collection[str]) -> tuple[str, list[Step]]:
    """The source with the steps open of the exercise's function, and of what it calls but for the
    `others`.
    """
    tree = ast.parse(source)
    defined = {
        one.name: one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef)
    }
    found: dict[str, ast.stmt] = {}
    waiting = [exercise]
    while waiting:
        name = waiting.pop()
        if name in defined and name not in found and name not in others:
            found[name] = defined[name]
            waiting += [one.id for one in ast.walk(defined[name]) if isinstance(one, ast.Name)]
    steps = opened(ast.Module([*found.values()], []))
    # A function may be called while the module is loaded, when nobody looks on yet.
    at = sum(isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in tree.body)
    at += ast.get_docstring(tree, clean=False) is not None
    tree.body[at:at] = ast.parse(_UNSEEN).body
    return ast.unparse(tree), steps
