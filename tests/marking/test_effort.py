"""What the checker makes of an answer is bounded, and what it runs out of is the answer's doing."""

import re

import pytest

from grader.calls import Effort
from grader.calls import effort as spending
from grader.course.load import load
from grader.diagnosis import explain
from grader.marking.marker import MOST_ATTEMPTS, Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

# What they do with an answer follows from its size.
GREEDY = '''

@check("relu", points=1, kind="property", hint="Less.", kills_nothing="it is about the checker")
def relu_is_repeated(student, ref):
    """relu(1) = 1, however often."""
    for _ in range(int(student.relu(np.array([1.0]))[0])):
        sum(range(1000))


@check("relu", points=1, kind="property", hint="Less.", kills_nothing="it is about the checker")
def relu_is_stored(student, ref):
    """relu(2) = 2, with so much room."""
    np.ones(int(student.relu(np.array([2.0]))[0]) << 20)
'''
SECONDS = 1.0


@pytest.fixture(scope="module")
def prepared(tiny, tmp_path_factory):
    spec = tiny.ASSIGNMENT.replace("points = 9", "points = 11").replace("points = 4", "points = 6")
    files = {
        "assignments/tiny/checks.py": tiny.CHECKS + GREEDY,
        "assignments/tiny/assignment.toml": spec.replace(
            "exercise_seconds = 10.0", f"exercise_seconds = {SECONDS}"
        ),
    }
    home = tiny.write_tiny_course(tmp_path_factory.mktemp("course"), files)
    return prepare(load(home, "tiny"))


@pytest.fixture
def mark(prepared, sandbox, tiny):
    marked = marked_by(Marker(prepared, sandbox, mends=False), "tiny")
    return lambda relu: marked(tiny.SOLUTION.replace("return np.maximum(x, 0.0)", relu))


def verdicts(report):
    return {check.id: check.verdict for one in report.exercises for check in one.checks}


def test_right_work_passes(mark):
    assert mark("return np.maximum(x, 0.0)").score == 11


def test_an_answer_that_takes_too_long_to_check_times_out(mark):
    report = mark("return np.maximum(x, 0.0) + 1e9 * (x.size == 1) * (x == 1.0)")
    assert report.status == "graded"
    found = verdicts(report)
    assert found["relu_is_repeated"] == "timed_out"
    (late,) = (one for one in report.exercises[0].checks if one.id == "relu_is_repeated")
    assert re.match(r"Checking what your code returned takes more than 1 s", late.message)
    # It costs its exercise, and no other.
    assert report.exercises[1].score == 3


def test_an_answer_that_takes_too_much_memory_costs_that_check(mark):
    report = mark("return np.maximum(x, 0.0) + 1000.0 * (x.size == 1) * (x == 2.0)")
    assert report.status == "graded"
    found = verdicts(report)
    assert found.pop("relu_is_stored") == "out_of_memory"
    assert set(found.values()) == {"passed"}


def test_a_machine_without_memory_is_marked_on_again_and_then_withheld(mark, monkeypatch):
    asked = []
    monkeypatch.setattr(spending, "has_room", lambda: bool(asked.append(True)))
    report = mark("return np.maximum(x, 0.0) + 1000.0 * (x.size == 1) * (x == 2.0)")
    assert report.status == "broken"
    assert "no memory left" in report.problem
    assert len(asked) == MOST_ATTEMPTS


@pytest.mark.parametrize(("fault", "says"), [("time", "more than 1 s"), ("memory", "more memory")])
def test_what_cannot_be_explained_keeps_its_verdict(mark, monkeypatch, fault, says):
    def endless(*_):
        while fault == "time":
            sum(range(1000))
        raise MemoryError

    monkeypatch.setattr(explain, "suggested", endless)
    report = mark("return np.abs(x)")
    assert report.status == "graded"
    known, larger, *_ = report.exercises[0].checks
    assert known.verdict == "failed"
    assert known.counterexample is None
    assert says in known.message
    assert larger.verdict == ("timed_out" if fault == "time" else "failed")


def test_known_mistakes_are_compared_within_the_effort(mark, monkeypatch):
    from grader.diagnosis import agreement

    assert mark("return np.abs(x)").exercises[0].misconception == "relu_is_abs"

    def endless(*_):
        while True:
            sum(range(1000))

    monkeypatch.setattr(agreement, "same_value", endless)
    report = mark("return np.abs(x)")
    assert report.status == "graded"
    assert report.exercises[0].misconception is None


def test_a_search_ends_with_the_effort(mark, monkeypatch):
    """The result that was at hand stands."""
    entered = Effort.__enter__
    count = 0

    def spent_soon(self):
        nonlocal count
        count += 1
        if count > 5:
            self._spent = self._seconds
        return entered(self)

    monkeypatch.setattr(Effort, "__enter__", spent_soon)
    report = mark("return np.abs(x)")
    assert report.status == "graded"
    found = verdicts(report)
    assert "broken" not in found.values()
    assert found["relu_known_values"] == "failed"
