"""Equal code, equal marks: an exercise is marked once for each piece of code that reaches it.

The key is that code, and all else that its marks follow from: its own checks and those of the
exercises that it uses, the reference, the grader, the versions, the rung. Lines in what is kept
are those of no file: they count the statements of that code, and become each student's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import CodeType, FunctionType
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from grader.calls import Op
from grader.marking.lines import relined
from grader.marking.store import Store
from grader.preparation import Prepared
from grader.results import CheckResult, ExerciseResult, Rung
from grader.submissions import Part, Reach, Reading
from grader.versions import grader_sha256, versions

# They follow from a clock, from what else the machine does, or from luck.
_BY_CHANCE = frozenset(["timed_out", "out_of_memory", "died", "protocol", "broken"])
# A line that no statement has: no student is told of it.
NOWHERE = 10**9


class Kept(BaseModel):
    """What marking an exercise gave: after the public checks, and in the end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: tuple[CheckResult, ...]
    result: ExerciseResult
    output: str = ""

    def reused(self) -> Kept:
        """The same, said to have been marked before."""
        return self.model_copy(update={"result": self.result.model_copy(update={"reused": True})})

    def told_with(self, line_of: Callable[[int], int]) -> Kept:
        """The same with other numbers for its lines."""
        result = self.result
        checks = tuple(relined(check, line_of) for check in result.checks)
        shown = tuple(relined(check, line_of) for check in self.shown)
        return self.model_copy(
            update={"shown": shown, "result": result.model_copy(update={"checks": checks})}
        )


@dataclass(frozen=True)
class Code:
    """The code that reaches an exercise: the key of its marks, and where its statements stand."""

    key: str
    spans: tuple[tuple[int, int], ...] | None  # None: lines stay what they are

    def statement_of(self, line: int) -> int:
        """The number of the innermost statement that holds a line, from 1; 0 where none does."""
        if self.spans is None:
            return line
        found = 0
        for number, (first, last) in enumerate(self.spans, start=1):
            if first <= line <= last:
                found = number
        return found

    def line_of(self, statement: int) -> int:
        """The line at which that statement begins."""
        if self.spans is None:
            return statement
        return self.spans[statement - 1][0] if 0 < statement <= len(self.spans) else NOWHERE


class Reuse:
    """Works out which code an exercise's marks follow from, for one prepared assignment."""

    def __init__(self, prepared: Prepared, rung: Rung) -> None:
        self._prepared = prepared
        self._assignment = prepared.assignment
        self._around = json.dumps(
            [grader_sha256(), versions().model_dump(), rung, prepared.seed], sort_keys=True
        )
        self._digests = self._assignment.exercise_digests

    def code_of(self, name: str, reading: Reading) -> Code | None:
        """The code that reaches an exercise, or None where it may not be known again."""
        found = self._reaching(reading.reach, self._roots[name])
        if found is None:
            return None
        said, spans = found
        about = [
            (one, self._digests[one], one in reading.stubs, reading.refusals.get(one, ""))
            for one in (name, *self._assignment.uses(name))
        ]
        return Code(self._key(name, about, said), spans)

    def key_of_pictures(self, reading: Reading, public: Mapping[str, Sequence[CheckResult]]) -> str:
        """The key of what is drawn after these public checks, or "" where it is drawn anew."""
        found = self._reaching(reading.reach, self._roots_of_pictures)
        if found is None:
            return ""
        verdicts = {name: [one.verdict for one in checks] for name, checks in public.items()}
        return self._key("pictures", [self._assignment.sha256, verdicts], found[0])

    def _reaching(
        self, reach: Reach, roots: Collection[str]
    ) -> tuple[list[str], tuple[tuple[int, int], ...] | None] | None:
        """What the code says that the roots reach, and the spans of its statements.

        None where it may not be known again.
        """
        if not self._digests or not (reach.whole or reach.parts):
            return None
        if reach.whole:
            return [reach.whole], None
        parts = _reached(reach.parts, roots)
        spans = tuple(span for part, whole in parts if whole for span in part.spans)
        return [part.digest if whole else part.head for part, whole in parts], spans

    def _key(self, what: str, about: Sequence[Any], said: Sequence[str]) -> str:
        text = json.dumps([self._around, what, about, said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _roots_of_pictures(self) -> frozenset[str]:
        """What the pictures may call."""
        return frozenset(
            name
            for picture in self._assignment.pictures
            for used in (*picture.uses, *_names_in(picture.function))
            if used in self._roots
            for name in self._roots[used]
        )

    @cached_property
    def _roots(self) -> Mapping[str, frozenset[str]]:
        """What the checks of each exercise, and of those that it uses, may call."""
        names = self._assignment.exercises
        called = {name: _called(self._prepared, name) & {*names} for name in names}
        given = {
            word
            for source in self._assignment.given.values()
            if self._assignment.spec.module in source
            for word in names
        }
        return {
            name: frozenset(
                [name, *given, *called[name]]
                + [other for used in self._assignment.uses(name) for other in (used, *called[used])]
            )
            for name in names
        }


def _reached(parts: Sequence[Part], roots: Iterable[str]) -> list[tuple[Part, bool]]:
    """The parts that count, in order, and whether all of each does or its head alone."""
    named: dict[str, list[Part]] = {}
    for part in parts:
        for name in part.names:
            named.setdefault(name, []).append(part)
    waiting = [*roots]
    for part in parts:
        waiting += part.head_uses if part.waits else (*part.names, *part.uses)
    met: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            waiting += [other for part in named.get(name, ()) for other in part.uses]
    counted = [
        (part, whole)
        for part in parts
        if (whole := not part.waits or not met.isdisjoint(part.names)) or part.head
    ]
    return [one for group in _groups(counted) for one in group]


def _groups(parts: Sequence[tuple[Part, bool]]) -> Iterator[list[tuple[Part, bool]]]:
    """The parts in an order that does not depend on how those are arranged that only wait.

    Between two statements that run, nobody can tell in which order names were bound.
    """
    group: list[tuple[Part, bool]] = []
    for part, whole in parts:
        if part.waits:
            group.append((part, whole))
        else:
            yield _arranged(group)
            group = []
            yield [(part, whole)]
    yield _arranged(group)


def _arranged(group: list[tuple[Part, bool]]) -> list[tuple[Part, bool]]:
    names = [name for part, _ in group for name in part.names]
    if len(names) > len({*names}) or any(part.head for part, _ in group):
        return group  # the last one counts, or what runs of them does so in turn
    return sorted(group, key=lambda one: one[0].names)


def _called(prepared: Prepared, exercise: str) -> set[str]:
    """Every name that the checks of an exercise may ask a student for."""
    found = {
        planned.call.name
        for one in prepared.checks_of(exercise)
        for example in one.examples
        for planned in example.plan
        if planned.call.op == Op.CALL
    }
    for one in prepared.checks_of(exercise):
        found |= _names_in(one.check.function)
    return found


def _names_in(law: Callable[..., Any]) -> set[str]:
    """The names in the code of a check or a picture, and of the functions around that it names."""
    names: set[str] = set()
    functions: list[object] = [law]
    met: set[int] = set()
    while functions:
        function = functions.pop()
        if not isinstance(function, FunctionType) or id(function) in met:
            continue
        met.add(id(function))
        for code in _codes(function.__code__):
            names |= {*code.co_names}
            functions += [function.__globals__.get(name) for name in code.co_names]
        functions += [cell.cell_contents for cell in function.__closure__ or ()]
        functions.append(getattr(function, "__wrapped__", None))
    return names


def _codes(code: CodeType) -> list[CodeType]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [code, *(found for one in inner for found in _codes(one))]


def is_steady(checks: Sequence[CheckResult]) -> bool:
    """Whether the results follow from the code alone."""
    return not any(check.verdict in _BY_CHANCE for check in checks)


_AnyModel = TypeVar("_AnyModel", bound=BaseModel)


def recalled(store: Store | None, key: str, kind: type[_AnyModel]) -> _AnyModel | None:
    """What `keep` has put there, if it still is."""
    data = store.get(key) if store is not None and key else None
    if data is not None:
        with contextlib.suppress(ValueError):  # of another make, or damaged
            return kind.model_validate_json(data)
    return None


def keep(store: Store | None, key: str, model: BaseModel) -> None:
    """Put a model where `recalled` finds it."""
    if store is not None and key:
        store.put(key, model.model_dump_json().encode())
