"""Known mistakes as a student's own check can tell them: by what they give on public checks.

A handout holds no reference, and so none of the code that known mistakes are. For each of them
that a public check catches it has the hint, and the values that came back there: those of a wrong
function on inputs that everybody sees. It must hold nothing of what only hidden checks catch.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import (
    KNOWN_MISTAKES,
    Assignment,
    HandoutSpec,
    Misconception,
    misconceptions_of,
)
from grader.diagnosis.agreement import Result
from grader.diagnosis.misconceptions import Behaviour, KnownMistake, KnownMistakes, Results
from grader.errors import CourseInvalid
from grader.outcome import CallFailed, Observation, StudentRaised
from grader.preparation import Prepared, attempts, prepare_public, trusted

# Characters that the values of one mistake in one check may take, and all in one handout.
MOST_OF_ONE, MOST_OF_ALL = 4000, 150_000
# So many digits tell one mistake from another: results are compared to a millionth.
DIGITS = 9
# A few numbers of this kind come out of many mistakes, also of those that nobody knows.
_PLAIN = (-1.0, 0.0, 1.0)
_FEW = 4


class _Unsaid(Exception):
    """A value that is not plain, or too long."""


def values_of(
    assignment: Assignment, known: Sequence[Misconception] | None = None
) -> list[dict[str, Any]]:
    """The mistakes of an assignment that public checks catch, as data for its handout.

    Of all of them, or of those that are `known` only.
    """
    # What a student's own check draws follows from the handout's seed.
    spec = assignment.spec.model_copy(update={"seed": HandoutSpec.model_fields["seed"].default})
    public = tuple(one for one in assignment.checks if one.public)
    prepared = prepare_public(replace(assignment, spec=spec, checks=public))
    known = misconceptions_of(assignment) if known is None else known
    found = [told for one in known if (told := _told(prepared, one))]
    longest = sorted(found, key=_length)
    while longest and sum(map(_length, longest)) > MOST_OF_ALL:
        longest.pop()
    kept = {id(one) for one in longest}
    return [one for one in found if id(one) in kept]


def _length(told: Mapping[str, Any]) -> int:
    return len(json.dumps(told))


def _told(prepared: Prepared, known: Misconception) -> dict[str, Any] | None:
    """What there is to tell of one mistake; None if it is nothing."""
    try:
        caller = trusted(prepared.assignment, known.source)
    except CallFailed:
        return None
    checks: dict[str, Any] = {}
    for one in prepared.checks_of(known.exercise):
        made: list[Result] = []
        listener = _Listener(caller, made)
        place = -1
        for place, trial in enumerate(attempts(one, listener, prepared)):
            if trial.failed:
                checks[one.check.id] = _packed(place, made)
            made.clear()
    if not any(checks.values()):
        return None
    return {"exercise": known.exercise, "hint": known.hint, "checks": checks}


@dataclass
class _Listener:
    """Notes what calls of a caller give."""

    caller: Any
    made: list[Result]

    def invoke(self, call: Any) -> Observation:
        try:
            seen: Observation = self.caller.invoke(call)
        except CallFailed as failure:
            self.made.append(failure)
            raise
        self.made.append(seen)
        return seen


def _packed(place: int, results: Sequence[Result]) -> dict[str, Any] | None:
    """What came back on the first example that failed; None if it tells too little, or is long."""
    try:
        packed = {"place": place, "results": [_result(one) for one in results]}
    except _Unsaid:
        return None
    tells = any(_tells(one) for one in results[-1:])
    return packed if tells and len(json.dumps(packed)) <= MOST_OF_ONE else None


def _tells(result: Result) -> bool:
    """Whether hardly any other mistake gives this."""
    if isinstance(result, CallFailed):
        return isinstance(result, StudentRaised)
    numbers = list(_numbers(result.value))
    return len(numbers) > _FEW or any(abs(one) not in _PLAIN for one in numbers)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, np.ndarray) or not isinstance(value, str | bytes | None):
        yield from (float(one) for one in np.asarray(value).ravel())


def _result(result: Result) -> dict[str, Any]:
    if isinstance(result, StudentRaised):
        return {"raised": result.type_name, "text": result.text}
    if isinstance(result, CallFailed):
        raise _Unsaid
    told: dict[str, Any] = {"value": _plain(result.value)}
    told |= {"changed": list(result.changed)} if result.changed else {}
    told |= {"shared": True} if result.shared else {}
    return told | ({"warned": True} if result.warnings else {})


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return float(f"{value:.{DIGITS}g}")
        case dict():
            return {"dict": [[_plain(key), _plain(item)] for key, item in value.items()]}
        case list() | tuple():
            return {"list": [_plain(item) for item in value]}
        case np.ndarray() | np.generic() if value.dtype.kind in "biuf":
            if value.size * 2 > MOST_OF_ONE:
                raise _Unsaid
            kind = "float64" if value.dtype.kind == "f" else str(value.dtype)
            flat = [_plain(one) for one in value.ravel().tolist()]
            return {"array": flat, "shape": list(value.shape), "dtype": kind}
    raise _Unsaid


def _unpacked(told: Any) -> Any:
    match told:
        case {"dict": items}:
            return {_unpacked(key): _unpacked(item) for key, item in items}
        case {"list": items}:
            return [_unpacked(item) for item in items]
        case {"array": flat, "shape": shape, "dtype": kind}:
            return np.array(flat, dtype=kind).reshape(shape)
    return told


def _seen(told: Mapping[str, Any]) -> Result:
    if "raised" in told:
        return StudentRaised(told["raised"], text=told["text"])
    return Observation(
        _unpacked(told["value"]),
        changed=tuple(told.get("changed", ())),
        warnings=("",) if told.get("warned") else (),
        shared=bool(told.get("shared")),
    )


class ToldMistake(KnownMistake):
    """A mistake that is known by its values alone."""

    problem = ""

    def __init__(self, name: str, told: Mapping[str, Any]) -> None:
        self.misconception = Misconception(name, told["exercise"], "", told["hint"], "")
        self._told: dict[str, Behaviour | None] = {
            check: None
            if packed is None
            else Behaviour((), tuple(map(_seen, packed["results"])), int(packed["place"]))
            for check, packed in told["checks"].items()
        }

    @property
    def checks(self) -> set[str]:
        """The checks of which its values are told."""
        return {check for check, seen in self._told.items() if seen is not None}

    def fails(self, check: str) -> bool:
        """Whether it fails this public check."""
        return check in self._told

    def results(self, check: str) -> Results:  # noqa: ARG002
        """Nothing: a student's own check plans no calls."""
        return ()

    def behaviour(self, check: str) -> Behaviour:
        """What it does in a check whose values are told."""
        found = self._told[check]
        assert found is not None
        return found


class ToldMistakes(KnownMistakes):
    """The mistakes that a handout tells by their values."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared, _read(prepared.assignment.folder / KNOWN_MISTAKES))

    def of(self, exercise: str) -> tuple[KnownMistake, ...]:
        """The exercise's mistakes, in file order."""
        return self._known.get(exercise, ())


def _read(path: Path) -> dict[str, tuple[KnownMistake, ...]]:
    """The mistakes of each exercise; none where a handout has no such file."""
    if not path.is_file():
        return {}
    found: dict[str, tuple[KnownMistake, ...]] = {}
    try:
        for number, told in enumerate(json.loads(path.read_text(encoding="utf-8"))["mistakes"]):
            known = ToldMistake(f"known_mistake_{number}", told)
            found[told["exercise"]] = (*found.get(told["exercise"], ()), known)
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        raise CourseInvalid(
            f"{path.name} is damaged ({type(fault).__name__}): take it out of the handout again."
        ) from fault
    return found
