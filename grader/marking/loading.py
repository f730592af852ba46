"""Which statements of a submission are run for an exercise, and what is said of those that stopped.

What demonstrates costs nothing: only what a call of the exercise can need is loaded for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import CodeType, FunctionType
from typing import Any

from grader.calls import NotRun, Op, Payload, load_request
from grader.preparation import Prepared
from grader.submissions import ALLOWED_IMPORTS, Part, Reading, Stopped, needed


@dataclass(frozen=True)
class Loaded:
    """The parts of a submission that are run for an exercise, by number and in order.

    `own` are the modules of the student's own beside it, of which everything is run.
    """

    reading: Reading
    numbers: tuple[int, ...]
    own: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        """The parts themselves."""
        return [self.reading.parts[number] for number in self.numbers]

    def edited(self, codes: Mapping[int, bytes]) -> Loaded:
        """The same with other code for these of its parts."""
        all_codes = [*self.reading.codes]
        for number, code in codes.items():
            all_codes[number] = code
        return replace(self, reading=replace(self.reading, codes=tuple(all_codes)))

    def stopped(self, not_run: Iterable[NotRun]) -> list[Stopped]:
        """What a worker left out, of all that binds something.

        What only may have changed a value is not missed.
        """
        parts, found = self.parts, []
        for one in not_run:
            if 0 <= one.number < len(parts) and (part := parts[one.number]).names:
                found.append(Stopped(part.line, part.names, one.why, one.by_chance))
        return found


class Loading:
    """Works out for one prepared assignment what of a submission each exercise needs."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._assignment = prepared.assignment

    def of(self, exercise: str, reading: Reading, own: Mapping[str, Reading]) -> Loaded:
        """What is run for an exercise; for the pictures, where it is ""."""
        roots = self._roots[exercise] if exercise else self._roots_of_pictures
        return Loaded(reading, tuple(needed(reading.parts, roots)), own)

    def request(
        self,
        loaded: Loaded,
        replaced: Sequence[str],
        exercise: str,
        *,
        skip: Collection[int] = (),
        after: bytes = b"",
    ) -> Payload:
        """What has a worker load it, with stand-ins for the `replaced`.

        Of the lines in `skip` nothing is run: they have taken too long before. What `after`
        compiles to is the grader's own, and comes last.
        """
        assignment, reading = self._assignment, loaded.reading
        spec = assignment.spec
        return load_request(
            reading.source,
            spec.module,
            given=assignment.given,
            replaced=replaced,
            codes=[
                b"" if reading.parts[number].line in skip else reading.codes[number]
                for number in loaded.numbers
            ]
            + [after] * bool(after),
            exercises=assignment.exercises,
            exercise=exercise,
            forbidden=assignment.exercise(exercise).forbidden if exercise else (),
            imports=[*ALLOWED_IMPORTS, *spec.imports],
            guarded=reading.guarded,
            seconds=spec.limits.call_seconds / 2,
            modules=[(name, one.codes) for name, one in loaded.own.items()],
        )

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


def refused(reading: Reading) -> list[Stopped]:
    """The statements that Python could not compile: what stands there is work that was left out."""
    return [*reading.refused]


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
