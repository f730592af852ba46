"""One assignment with all that belongs to it, as data."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from grader.authoring.checks import Check
from grader.authoring.pictures import Exploration
from grader.course.specs import (
    AssignmentSpec,
    ExerciseSpec,
    course_path,
)
from grader.errors import CourseInvalid


@dataclass(frozen=True)
class Assignment:
    """Everything about one assignment; `reference` is the whole source of the solution."""

    slug: str
    folder: Path
    spec: AssignmentSpec
    checks: tuple[Check, ...]
    reference: str
    solution: Path
    given: Mapping[str, str]
    sha256: str
    pictures: tuple[Exploration, ...] = ()
    exercise_digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def max_score(self) -> int:
        """The sum of the checks' points."""
        return sum(check.points for check in self.checks)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of the exercises: all that checks call of a submission."""
        return tuple(exercise.name for exercise in self.spec.exercises)

    def exercise(self, name: str) -> ExerciseSpec:
        """The exercise of that name."""
        return next(one for one in self.spec.exercises if one.name == name)

    def checks_of(self, exercise: str) -> tuple[Check, ...]:
        """The exercise's checks, in file order."""
        return tuple(check for check in self.checks if check.exercise == exercise)

    def uses(self, exercise: str) -> tuple[str, ...]:
        """The exercises that this one uses, directly or through others, in course order."""
        found: set[str] = set()
        waiting = list(self.exercise(exercise).uses)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.exercise(name).uses)
        return tuple(one.name for one in self.spec.exercises if one.name in found)

    def class_names(self) -> frozenset[str]:
        """The classes that the reference and the given code define."""
        trees = [ast.parse(source) for source in (self.reference, *self.given.values())]
        return frozenset(
            node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)
        )

    def parameters(self) -> Mapping[str, tuple[str, ...]]:
        """The parameter names of the reference's top-level functions. Raises `CourseInvalid`."""
        try:
            return parameters_in(self.reference)
        except SyntaxError as fault:
            raise CourseInvalid(
                f"{course_path(self.solution)}: line {fault.lineno} is not valid Python "
                f"({fault.msg})."
            ) from fault


@lru_cache(maxsize=4)
def parameters_in(source: str) -> Mapping[str, tuple[str, ...]]:
    """The parameter names of the top-level functions of a source. Raises `SyntaxError`."""
    return {
        node.name: tuple(arg.arg for arg in [*node.args.posonlyargs, *node.args.args])
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
