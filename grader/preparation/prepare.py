"""Prepares an assignment once: draws each check's examples and runs them on the reference.

That proves the check on them, keeps the reference's answers, and records which calls the check
makes, so that they can be sent to a worker ahead of the check.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.authoring.checks import Check, Inputs
from grader.calls import Caller, Effort, LocalCaller, frozen, has_outline, outline, recorded
from grader.course import Assignment
from grader.errors import CourseInvalid
from grader.outcome import StudentRaised, TimedOut
from grader.preparation.examples import draw, seed_of
from grader.preparation.prepared import Example, Prepared, PreparedCheck
from grader.preparation.reference import Record, ReferenceRun
from grader.preparation.trial import Trial, attempt
from grader.preparation.trusted import trusted

# By check: examples that were prepared before.
KnownExamples = Mapping[str, tuple[Example, ...]]
CHANGES = (
    "puts something else into a dict or list that it was given, by its inputs or by the "
    "reference; all submissions share these: work on a copy"
)


def prepare(
    assignment: Assignment,
    *,
    seed: int | None = None,
    known: KnownExamples | None = None,
    plans: bool = True,
) -> Prepared:
    """Draw every check's examples and run them on the reference.

    A check that the reference fails, or that raises by its own fault, is kept with the
    reason: it is `broken` for every submission, and no student pays for it. What is `known`
    is taken as it is. Without `plans` it is known whether the checks are sound, and not which calls
    they make: that takes a third of the time. Raises `CourseInvalid` when the reference does not
    even load.
    """
    number = assignment.spec.seed if seed is None else seed
    try:
        local = trusted(assignment)
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
        else _prepare_check(check, prepared, local, plans=plans)
        for check in assignment.checks
    )
    return Prepared(assignment, number, checks, local.namespace, parameters)


def prepare_public(assignment: Assignment) -> Prepared:
    """Draw the examples of public checks, which need no reference: a student has none."""
    number = assignment.spec.seed
    checks = []
    for check in assignment.checks:
        seed = seed_of(number, assignment.slug, check.id)
        drawn = [Example(frozen(inputs)) for inputs in draw(check, seed)]
        checks.append(PreparedCheck(check, seed, tuple(drawn)))
    return Prepared(assignment, number, tuple(checks), {}, {})


def _prepare_check(
    check: Check, prepared: Prepared, local: LocalCaller, *, plans: bool
) -> PreparedCheck:
    number = seed_of(prepared.seed, prepared.assignment.slug, check.id)
    examples = []
    for inputs in draw(check, number):
        runs: list[tuple[Trial, Record]] = []

        def run(caller: Caller, inputs: Inputs = inputs, runs: _Runs = runs) -> str:
            return _fault_of(check, prepared, caller, inputs, runs)

        plan, fault = recorded(local, inputs, run) if plans else ((), run(local))
        if fault:
            return PreparedCheck(check, number, (), fault)
        # Later runs are of results that are shifted a little.
        trial, record = runs[0]
        examples.append(Example(inputs, tuple(record.asked), plan, trial.value))
    return PreparedCheck(check, number, tuple(examples))


_Runs = list[tuple[Trial, Record]]


def _fault_of(check: Check, prepared: Prepared, caller: Caller, inputs: Inputs, runs: _Runs) -> str:
    """Run a check on the reference, and note the run; what is wrong with the check, or ""."""
    record = Record()
    reference = ReferenceRun(prepared.reference, prepared.data, record=record)
    before = outline(inputs)
    try:
        # As with a submission: what only the reference's answers fit into would be `broken`.
        with Effort(prepared.assignment.spec.limits.exercise_seconds):
            trial = attempt(check, frozen(inputs), caller, prepared, reference=reference)
    except TimedOut as late:
        trial = Trial(ended=late)
    runs.append((trial, record))
    which = f"check {check.id}"
    if not trial.held:
        which += _not_numbers(inputs)
    if trial.wrong is not None:
        return f"{which} fails on the reference: {trial.wrong.message}"
    if trial.ended is not None:
        return f"{which}: the reference fails: {trial.ended.message}"
    if trial.slip is not None:
        return f"{which} raised by its own fault: {trial.slip.says}"
    unchanged = record.is_sound() and has_outline(inputs, before)
    return "" if unchanged else f"check {check.id} {CHANGES}"


def _not_numbers(inputs: Inputs) -> str:
    """Which inputs were drawn with NaN in them, in words that follow the check's name, or ""."""
    names = [name for name, value in inputs.items() if _holds_nan(value)]
    if not names:
        return ""
    which = f"input {names[0]} holds" if len(names) == 1 else f"inputs {' and '.join(names)} hold"
    return f" (its {which} NaN)"


def _holds_nan(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_nan, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_nan, value))
    if isinstance(value, np.ndarray | np.generic | float | complex):
        return np.asarray(value).dtype.kind in "fc" and bool(np.isnan(value).any())
    return False
