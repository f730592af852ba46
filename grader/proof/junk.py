"""That no check raises by itself, whatever functions return or do when they are wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.calls import LocalCaller
from grader.course import Assignment, load_handout
from grader.errors import CourseInvalid
from grader.handout import handout_of
from grader.preparation import Prepared, PreparedCheck, attempt, prepare_public, trusted
from grader.proof.proof import short

# What functions return or do when they are wrong in every way: no check may be surprised by any.
JUNK = (
    "return None",
    "return 0",
    "return -1.5",
    "return True",
    "return float('nan')",
    "return float('inf')",
    "return 10**400",
    "return 1j",
    "return 'text'",
    "return b'bytes'",
    "return []",
    "return [1, 2, 3]",
    "return [[1.0], [2.0, 3.0]]",
    "return [None, None]",
    "return ()",
    "return (None, None)",
    "return (None, None, None)",
    "return ({}, 0.0)",
    "return (0.0, {})",
    "return ({}, {}, [])",
    "return {}",
    "return {'w': None, 'b': None, 'dw': 'x', 'db': []}",
    "return {1: 2, (3, 4): 5}",
    "return np.zeros(())",
    "return np.zeros(0)",
    "return np.zeros((1, 1))",
    "return np.zeros((2, 3, 4))",
    "return np.full((2, 2), np.nan)",
    "return np.array([1, 2], dtype=object)",
    "return np.array(['a', 'b'])",
    "return np.array([1 + 2j])",
    "return np.float32(1)",
    "return np.ma.masked_array([1.0, 2.0], mask=[True, False])",
    "return (np.zeros((1, 1)), np.nan)",
    "return object()",
    "return lambda *a, **k: 0",
    "return iter([1, 2])",
    "return args",
    "return args[0] if args else None",
    "raise ValueError('junk')",
    "raise Exception",
)


# The first example of a check nearly always tells: one in so many of these is tried on two.
EVERY = 4


def junk(prepared: Prepared, exercise: str) -> Iterator[str]:
    """Whatever a function returns, a check fails as a check: it never raises by itself."""
    caller = trusted(prepared.assignment)
    for number, text in enumerate(JUNK):
        caller.define(f"import numpy as np\n\n\ndef {exercise}(*args, **kwargs):\n    {text}\n")
        for one in prepared.checks_of(exercise):
            fault = _raises(prepared, one, caller, 1 if number % EVERY else 2)
            if fault:
                yield (
                    f"Check {one.check.id} raises {fault} when {exercise} does `{text}`; "
                    "pass what students return through grader.authoring before touching it."
                )


def _raises(prepared: Prepared, one: PreparedCheck, caller: LocalCaller, examples: int) -> str:
    for example in one.examples[:examples]:
        trial = attempt(one.check, example.inputs, caller, prepared, asked=example.asked)
        if trial.slip is not None:
            error = trial.slip.error
            return f"{type(error).__name__} ({short(str(error))})"
    return ""


class _NoReference:
    """What a student has in place of the reference."""

    def __getattr__(self, name: str) -> Any:
        raise _NotThere(name)


class _NotThere(LookupError):
    """A public check asks the reference for something."""


def public(assignment: Assignment) -> Iterator[str]:
    """Public checks run as they are handed out: without the reference, and without our files."""
    caller = trusted(assignment)
    try:
        handed_out = _as_handed_out(assignment)
    except CourseInvalid as why:
        yield f"The public checks do not load as they are handed out: {why}"
        return
    for one in handed_out.checks:
        inputs = one.examples[0].inputs
        trial = attempt(one.check, inputs, caller, handed_out, reference=_NoReference())
        fault = trial.wrong or trial.ended
        if fault is not None:
            yield f"The public check {one.check.id} fails without the reference: {fault}."
        elif trial.slip is not None and isinstance(trial.slip.error, _NotThere):
            yield (
                f"The public check {one.check.id} asks the reference for {trial.slip.error}, which "
                "students do not have; state its law without it, or make it hidden."
            )
        elif trial.slip is not None:
            yield (
                f"The public check {one.check.id} raises {trial.slip.says} as it is handed out; "
                "mend it."
            )


def _as_handed_out(assignment: Assignment) -> Prepared:
    """The public checks of the handout, ready to run. Raises `CourseInvalid`."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / assignment.slug
        for name, content in handout_of(assignment).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return prepare_public(load_handout(folder))
