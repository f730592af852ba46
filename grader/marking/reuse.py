"""Equal code, equal marks: an exercise is marked once for each piece of code that reaches it.

The key is that code, and all else that its marks follow from: its own checks and those of the
exercises that it uses, the reference, the grader, the versions, the rung. Lines in what is kept
are those of no file: they count the statements of that code, and become each student's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from grader.marking.lines import relined
from grader.marking.loading import Loaded
from grader.marking.store import Store
from grader.preparation import Prepared
from grader.results import CheckResult, ExerciseResult, Rung
from grader.submissions import Part, Stopped
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
    stopped: tuple[Stopped, ...] = ()

    def reused(self) -> Kept:
        """The same, said to have been marked before."""
        return self.model_copy(update={"result": self.result.model_copy(update={"reused": True})})

    def told_with(self, line_of: Callable[[int], int]) -> Kept:
        """The same with other numbers for its lines."""
        result = self.result
        checks = tuple(relined(check, line_of) for check in result.checks)
        shown = tuple(relined(check, line_of) for check in self.shown)
        stopped = tuple(replace(one, line=line_of(one.line)) for one in self.stopped)
        repairs = tuple(
            one.model_copy(update={"line": line_of(one.line)}) if one.line is not None else one
            for one in result.repairs
        )
        marked = result.model_copy(update={"checks": checks, "repairs": repairs})
        return self.model_copy(update={"shown": shown, "result": marked, "stopped": stopped})


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
        self._assignment = prepared.assignment
        self._around = json.dumps(
            [grader_sha256(), versions().model_dump(), rung, prepared.seed], sort_keys=True
        )
        self._digests = self._assignment.exercise_digests

    def code_of(self, name: str, loaded: Loaded) -> Code | None:
        """The code that is run for an exercise, or None where it may not be known again."""
        found = self._said(loaded)
        if found is None:
            return None
        said, spans = found
        reading = loaded.reading
        about: list[Any] = [
            (one, self._digests[one], one in reading.stubs, reading.refusals.get(one, ""))
            for one in (name, *self._assignment.uses(name))
        ]
        return Code(self._key(name, about, said), spans)

    def key_of_pictures(self, loaded: Loaded, public: Mapping[str, Sequence[CheckResult]]) -> str:
        """The key of what is drawn after these public checks, or "" where it is drawn anew."""
        found = self._said(loaded)
        if found is None:
            return ""
        verdicts = {name: [one.verdict for one in checks] for name, checks in public.items()}
        return self._key("pictures", [self._assignment.sha256, verdicts], found[0])

    def _said(self, loaded: Loaded) -> tuple[list[str], tuple[tuple[int, int], ...] | None] | None:
        """What the code says, and the spans of its statements; what sees its own text is all of it.

        None where it may not be known again: two runs of it may differ.
        """
        parts = loaded.parts
        others = [part for one in loaded.own.values() for part in one.parts]
        if not self._digests or any(part.by_chance for part in (*parts, *others)):
            return None
        beside = [f"{name} {one.whole}" for name, one in sorted(loaded.own.items())]
        if loaded.reading.held or any(part.sees_itself for part in (*parts, *others)):
            return [*beside, loaded.reading.whole], None
        parts = [part for group in _groups(parts) for part in group]
        spans = tuple(span for part in parts for span in part.spans)
        return [*beside, *(part.digest for part in parts)], spans

    def _key(self, what: str, about: Sequence[Any], said: Sequence[str]) -> str:
        text = json.dumps([self._around, what, about, said], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts in an order that does not depend on how those are arranged that only wait.

    Between two statements that run, nobody can tell in which order names were bound.
    """
    group: list[Part] = []
    for part in parts:
        if part.waits:
            group.append(part)
        else:
            yield _arranged(group)
            group = []
            yield [part]
    yield _arranged(group)


def _arranged(group: list[Part]) -> list[Part]:
    names = [name for part in group for name in part.names]
    if len(names) > len({*names}):
        return group  # the last one counts
    return sorted(group, key=lambda part: part.names)


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
