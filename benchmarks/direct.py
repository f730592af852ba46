"""The floor: the same checks on the same examples in one warm process, without isolation."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.authoring.checks import Check
from grader.outcome import Observation, StudentRaised
from grader.preparation.prepared import Prepared
from grader.preparation.reference import ReferenceRun
from grader.worker.observe import counted, share_memory


class DirectFunction:
    """A student's function, called in this process on copies of its arguments."""

    def __init__(self, name: str, function: Any) -> None:
        self.name = name
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._function(*copied(args), **copied(kwargs))
        except Exception as fault:
            bases = tuple(kind.__name__ for kind in type(fault).__mro__)
            raise StudentRaised(bases[0], bases=bases) from fault

    def observe(self, *watch: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        given, named = copied(args), copied(dict(kwargs))
        if "steps" in watch:
            value, _, steps = counted(self._function, given, named, lambda value: value)
            return Observation(value, steps=steps)
        value = self._function(*given, **named)
        places = inspect.signature(self._function).parameters
        handed = {**dict(zip(places, args, strict=False)), **kwargs}
        after = {**dict(zip(places, given, strict=False)), **named}
        changed = tuple(name for name in handed if not _same(after[name], handed[name]))
        shared = "shared" in watch and share_memory(value, self._function(*given, **named))
        return Observation(value, changed=changed, shared=shared)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind in "fc")
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other or (one != one and other != other))  # NaN


def copied(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(map(copied, value)) if type(value) in (list, tuple) else value
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


class DirectStudent:
    """A submission loaded into this process."""

    def __init__(self, source: str, name: str, given: Mapping[str, str] | None = None) -> None:
        self._given = {one: _module(one, text) for one, text in (given or {}).items()}
        self._module = _module(name, source)

    def __getattr__(self, name: str) -> DirectFunction:
        homes = (self._module, *self._given.values())
        home = next((one for one in homes if hasattr(one, name)), self._module)
        return DirectFunction(name, getattr(home, name))


def _module(name: str, source: str) -> types.ModuleType:
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    return module


def mark(prepared: Prepared, source: str) -> int:
    """The score of a submission."""
    score = 0
    student = DirectStudent(source, prepared.assignment.spec.module, prepared.assignment.given)
    for one in prepared.checks:
        score += _passes(prepared, one.check, one.examples, student) * one.check.points
    return score


def _passes(prepared: Prepared, check: Check, examples: Any, student: DirectStudent) -> bool:
    try:
        for example in examples:
            reference = ReferenceRun(prepared.reference, prepared.data, example.asked)
            check(student, reference, **example.inputs)
    except Exception:
        return False
    return True
