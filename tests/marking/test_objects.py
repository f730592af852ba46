"""Objects that stay in the worker: what a check reads of them counts, and is shown."""

import pytest

from grader.course.load import load
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

SOLUTION = '''\
"""A counter."""


class Counter:
    def __init__(self, count, pace):
        self.count, self.pace = count, pace

    def after(self, steps):
        return Counter(self.count + self.pace * steps, self.pace)


def counter(start):
    """An object with `count`, and `after(steps)`: the counter so many steps later."""
    # BEGIN SOLUTION
    return Counter(start, 1)
    # END SOLUTION
'''
CHECKS = '''\
from grader.authoring import check, draw, equal, given


@check("counter", points=1, kind="reference", public=True, hint="Where does it begin?")
@given(start=draw.integer(0, 9), examples=4)
def begins_at_start(student, ref, start):
    """It begins at start."""
    equal(student.counter(start).get("count"), start)


@check("counter", points=2, kind="reference", public=True, hint="How many steps were made?")
@given(start=draw.integer(0, 9), steps=draw.integer(1, 9), examples=4)
def counts_steps(student, ref, start, steps):
    """It counts the steps, and those after them."""
    equal(student.counter(start).call("after", steps).call("after", steps).get("count"),
          start + 2 * steps)
'''
ASSIGNMENT = """\
title = "Objects"
module = "objects"
points = 3
seed = 5

[[exercises]]
name = "counter"
points = 3
"""
MISCONCEPTIONS = """\
[[misconception]]
id = "counter_stands_still"
exercise = "counter"
says = "steps are not counted"
hint = "What does after(steps) give?"
change = { old = "Counter(start, 1)", new = "Counter(start, 0)" }
"""


@pytest.fixture(scope="module")
def mark_objects(tiny, sandbox, tmp_path_factory):
    files = {
        "assignments/tiny/assignment.toml": ASSIGNMENT,
        "assignments/tiny/checks.py": CHECKS,
        "assignments/tiny/misconceptions.toml": MISCONCEPTIONS,
        "assignments/tiny/misconceptions/relu_in_place.py": None,
        "assignments/tiny/accepted/with_where.py": None,
        "solutions/tiny.py": SOLUTION,
    }
    course = load(tiny.write_tiny_course(tmp_path_factory.mktemp("course"), files), "tiny")
    return marked_by(Marker(prepare(course), sandbox, mends=False), "tiny")


def test_what_is_read_of_an_object_is_read_of_each_submission(mark_objects):
    """All counters come back as the same reply: that one passed says nothing of the next."""
    assert mark_objects(SOLUTION).score == 3
    assert mark_objects(SOLUTION.replace("(start, 1)", "(start + 1, 1)")).score == 0
    still = mark_objects(SOLUTION.replace("(start, 1)", "(start, 0)"))
    assert [check.verdict for check in still.exercises[0].checks] == ["passed", "failed"]


def test_the_evidence_shows_how_the_object_was_read(mark_objects):
    report = mark_objects(SOLUTION.replace("(start, 1)", "(start, 0)"))
    _, failed = report.exercises[0].checks
    assert failed.counterexample.call == (
        "result = counter(start)\nresult2 = result.after(steps)\n"
        "result3 = result2.after(steps)\nresult3.count"
    )
    assert failed.counterexample.inputs == {"start": "0", "steps": "1"}
    assert (failed.counterexample.got, failed.counterexample.want) == ("0", "2")


def test_no_mistake_is_named_from_objects_that_were_not_read(mark_objects):
    """Of an object the planned calls tell no more than that it is one."""
    wrong = mark_objects(SOLUTION.replace("(start, 1)", "(start, 2)"))
    assert wrong.exercises[0].score == 1
    assert wrong.exercises[0].misconception is None
