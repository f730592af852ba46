"""One real assignment, prepared once, and a marker of it at the best rung of this machine."""

from pathlib import Path

import pytest

from grader.assignments import load
from grader.marking import Marker
from grader.preparing import prepare
from grader.processes import best_rung
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

ROOT = Path(__file__).resolve().parents[2]
SLUG = "c1_logistic_regression"


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def assignment():
    return load(ROOT, SLUG)


@pytest.fixture(scope="session")
def prepared(assignment):
    return prepare(assignment)


@pytest.fixture(scope="session")
def safe_rung():
    return best_rung(allow_unsafe=False)


@pytest.fixture(scope="session")
def sandbox(safe_rung, assignment):
    limits = Limits(memory_bytes=assignment.spec.limits.memory_mb << 20)
    with Sandbox(safe_rung, limits) as open_sandbox:
        yield open_sandbox


@pytest.fixture(scope="session")
def marker(prepared, sandbox):
    return Marker(prepared, sandbox)


@pytest.fixture(scope="session")
def mark(marker):
    """Mark source text; gives the report."""

    def marked(source, **how):
        return marker.mark(Submission(student="ada", assignment=SLUG, source=source, **how))

    return marked


@pytest.fixture(scope="session")
def with_function(assignment):
    """The reference, with one function defined anew at its end."""

    def source(text):
        return f"{assignment.reference}\n\n{text}\n"

    return source


def marked_by(marker, slug):
    """What gives the report on source text, without times."""

    def mark(source):
        return without_times(marker.mark(Submission(student="ada", assignment=slug, source=source)))

    return mark


def without_times(report):
    """The report but for how long things took."""
    exercises = [
        one.model_copy(
            update={"checks": tuple(c.model_copy(update={"seconds": 0}) for c in one.checks)}
        )
        for one in report.exercises
    ]
    return report.model_copy(update={"seconds": 0, "exercises": tuple(exercises)})
