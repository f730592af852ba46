"""Prepares an assignment once: draws each check's examples and runs them on the reference.

That proves the check on them, fills the memory of the reference's answers, and records which
calls the check makes, so that they can be sent to a worker ahead of the check.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.assignments import Assignment
from grader.checks import Check, Failure, Inputs
from grader.drawing import Searches, draw, seed_of
from grader.errors import CallFailed, CourseInvalid, StudentRaised
from grader.planning import PlannedCall, recorded
from grader.reference import (
    Memory,
    Reference,
    frozen,
    has_outline,
    outline,
)
from grader.student import Caller, LocalCaller, RemoteStudent


@dataclass(frozen=True)
class Example:
    """One drawn input of a check, with what the reference answered on it.

    `passing` are digests of the replies to the planned calls that passed the check: a check is
    a function of what it is answered, so that the very same replies pass it again, unread.
    """

    inputs: Inputs
    memory: Memory
    plan: tuple[PlannedCall, ...]
    passing: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class PreparedCheck:
    """A check, its examples, and why it cannot be run if the reference itself fails it.

    `searches` are those for the smallest failing input that submissions have led to so far.
    """

    check: Check
    seed: int
    examples: tuple[Example, ...]
    fault: str = ""
    searches: Searches = field(default_factory=Searches)


@dataclass(frozen=True)
class Prepared:
    """An assignment ready to mark any number of submissions."""

    assignment: Assignment
    seed: int
    checks: tuple[PreparedCheck, ...]
    reference: Mapping[str, Any]
    parameters: Mapping[str, Sequence[str]]

    @property
    def data(self) -> Path:
        """Where the assignment's arrays lie."""
        return self.assignment.folder / "data"

    def checks_of(self, exercise: str) -> tuple[PreparedCheck, ...]:
        """The exercise's checks, in file order."""
        return tuple(one for one in self.checks if one.check.exercise == exercise)


# By check: examples that were prepared before.
Known = Mapping[str, tuple[Example, ...]]


def prepare(
    assignment: Assignment, *, seed: int | None = None, known: Known | None = None
) -> Prepared:
    """Draw every check's examples and run them on the reference.

    A check that the reference fails, or that raises by its own fault, is kept with the
    reason: it is `broken` for every submission, and no student pays for it. What is `known`
    is taken as it is. Raises `CourseInvalid` when the reference does not even load.
    """
    number = assignment.spec.seed if seed is None else seed
    try:
        local = LocalCaller(assignment.reference, assignment.spec.module, given=assignment.given)
    except StudentRaised as fault:
        line = f" (line {fault.line})" if fault.line else ""
        raise CourseInvalid(
            f"solutions/{assignment.solution.name}{line} does not load: "
            f"{fault.own_name}: {fault.text}."
        ) from fault
    parameters = assignment.parameters()
    prepared = Prepared(assignment, number, (), local.namespace, parameters)
    checks = tuple(
        PreparedCheck(check, seed_of(number, assignment.slug, check.id), known[check.id])
        if known and check.id in known
        else _prepare_check(check, prepared, local)
        for check in assignment.checks
    )
    return Prepared(assignment, number, checks, local.namespace, parameters)


def prepare_public(assignment: Assignment) -> Prepared:
    """Draw the examples of public checks, which need no reference: a student has none."""
    number = assignment.spec.seed
    checks = []
    for check in assignment.checks:
        seed = seed_of(number, assignment.slug, check.id)
        drawn = [Example(frozen(inputs), Memory(), ()) for inputs in draw(check, seed)]
        checks.append(PreparedCheck(check, seed, tuple(drawn)))
    return Prepared(assignment, number, tuple(checks), {}, {})


def _prepare_check(check: Check, prepared: Prepared, local: LocalCaller) -> PreparedCheck:
    number = seed_of(prepared.seed, prepared.assignment.slug, check.id)
    examples = []
    for inputs in draw(check, number):
        memory = Memory()

        def run(caller: Caller, inputs: Inputs = inputs, memory: Memory = memory) -> str:
            into = Memory() if memory.complete else memory
            return _fault_of(check, prepared, caller, inputs, into)

        plan, fault = recorded(local, inputs, run)
        if fault:
            return PreparedCheck(check, number, (), fault)
        examples.append(Example(inputs, memory, plan))
    return PreparedCheck(check, number, tuple(examples))


def _fault_of(
    check: Check, prepared: Prepared, caller: Caller, inputs: Inputs, memory: Memory
) -> str:
    """Run a check on the reference, and fill the memory; what is wrong with the check, or ""."""
    student = RemoteStudent(caller, prepared.parameters)
    reference = Reference(prepared.reference, prepared.data, memory)
    before, fault = outline(inputs), ""
    try:
        check(student, reference, **frozen(inputs))
    except Failure as failure:
        fault = f"check {check.id} fails on the reference: {failure.message}"
    except CallFailed as failure:
        fault = f"check {check.id}: the reference fails: {failure.message}"
    except Exception:  # noqa: BLE001 (whatever the author's code raises is the author's fault)
        fault = f"check {check.id} raised by its own fault: {last_line()}"
    unchanged = memory.end() and has_outline(inputs, before)
    return fault or ("" if unchanged else f"check {check.id} {CHANGES}")


CHANGES = (
    "puts something else into a dict or list that it was given, by its inputs or by the "
    "reference; all submissions share these: work on a copy"
)


def last_line() -> str:
    """The exception being handled, and where in the check it was raised, in one line."""
    lines = traceback.format_exc(limit=-1).strip().splitlines()
    where = next((line.strip() for line in lines if line.strip().startswith("File")), "")
    line = where.rpartition("line ")[2].partition(",")[0]
    return f"{lines[-1]}" + (f" (line {line})" if line else "")
