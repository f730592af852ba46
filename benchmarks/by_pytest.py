"""The usual way: a pytest file that draws with Hypothesis, one subprocess per submission.

Run as a test file by `benchmarks.__main__`, with the submission's folder, the assignment
and the course in the environment.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from benchmarks.direct import DirectStudent
from grader.assignments import load
from grader.checks import strategy_of
from grader.reference import Reference

ASSIGNMENT = load(Path(os.environ["BENCH_COURSE"]), os.environ["BENCH_SLUG"])
SOURCE = Path(os.environ["BENCH_SUBMISSION"]).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def student():
    return DirectStudent(SOURCE, ASSIGNMENT.spec.module)


@pytest.fixture(scope="module")
def reference():
    namespace = {"__name__": "reference"}
    exec(compile(ASSIGNMENT.reference, "reference.py", "exec"), namespace)
    return namespace


@pytest.mark.parametrize("check", ASSIGNMENT.checks, ids=lambda check: check.id)
def test_check(check, student, reference):
    def body(inputs):
        check(student, Reference(reference, ASSIGNMENT.folder / "data"), **inputs)

    if check.inputs is None:
        body({})
        return
    drawn = settings(
        max_examples=check.examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    drawn(seed(ASSIGNMENT.spec.seed)(given(strategy_of(check))(body)))()
