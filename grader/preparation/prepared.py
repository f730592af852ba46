"""An assignment ready to mark any number of submissions: frozen, and nothing of a class.

It may be shared between processes and kept on disk. What a class of submissions has shown so
far is elsewhere (`grader.marking.Remembered`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.authoring.checks import Check, Inputs
from grader.calls import PlannedCall
from grader.course import Assignment, homes
from grader.preparation.reference import Asked


@dataclass(frozen=True)
class Example:
    """One drawn input of a check, with what the check did on it with the reference.

    `asked` are its questions to the reference with the answers, `plan` the calls that it made
    of a right solution, `value` what it gave: nothing, or the panels of a picture.
    """

    inputs: Inputs
    asked: tuple[Asked, ...] = ()
    plan: tuple[PlannedCall, ...] = ()
    value: Any = None


@dataclass(frozen=True)
class PreparedCheck:
    """A check, its examples, and why it cannot be run if the reference itself fails it."""

    check: Check
    seed: int
    examples: tuple[Example, ...]
    fault: str = ""


@dataclass(frozen=True)
class Prepared:
    """An assignment ready to mark any number of submissions."""

    assignment: Assignment
    seed: int
    checks: tuple[PreparedCheck, ...]
    reference: Mapping[str, Any]
    parameters: Mapping[str, Sequence[str]]

    @property
    def data(self) -> tuple[Path, ...]:
        """Where the assignment's arrays lie, its own before those of several."""
        return homes(self.assignment.folder, "data")

    def checks_of(self, exercise: str) -> tuple[PreparedCheck, ...]:
        """The exercise's checks, in file order."""
        return tuple(one for one in self.checks if one.check.exercise == exercise)

    def check(self, name: str) -> PreparedCheck:
        """The check of that id."""
        return next(one for one in self.checks if one.check.id == name)
