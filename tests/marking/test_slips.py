"""A check that slips on wrong answers only is broken itself, and takes nothing else with it."""

import pytest

from grader.course.load import load
from grader.marking.gallery import OUR_FAULT, Gallery
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare
from grader.proof.junk import junk
from grader.proof.misconceptions import mistaken
from grader.proof.pictures import prove_pictures
from grader.proof.proof import Proof

from ..conftest import marked_by

# It divides by what must be 0, where that is not 0.
SLIPPING = '''

@check("relu", points=1, kind="property", hint="One more.", kills_nothing="it slips instead")
def relu_slips(student, ref):
    """relu(-1) = 0."""
    got = student.relu(np.array([-1.0, 2.0]))
    if got is None or got[0] != 0:
        1 / 0
'''
EXPLORE = '''\
"""What relu draws."""

import numpy as np

from grader.authoring.pictures import lines, picture


@picture("relu", try_next="Try -3.")
def curve(student, ref):
    """The curve of relu."""
    z = np.linspace(-2.0, 2.0, 5)
    got = student.relu(z)
    if got[0] != 0:
        1 / 0
    return lines(z, {"relu": got}, x_label="z", y_label="relu(z)")
'''
PASSES_IT = "return np.minimum(np.maximum(x, 0.0), 2.5)"
TRIPS_IT = "return np.maximum(x, 0.5)"


@pytest.fixture(scope="module")
def slipping(tiny, tmp_path_factory):
    """The tiny course with a check and a picture that slip."""
    files = {
        "assignments/tiny/checks.py": tiny.CHECKS + SLIPPING,
        "assignments/tiny/explore.py": EXPLORE,
        "assignments/tiny/assignment.toml": tiny.ASSIGNMENT.replace(
            "points = 9", "points = 10"
        ).replace("points = 4", "points = 5"),
    }
    return load(tiny.write_tiny_course(tmp_path_factory.mktemp("course"), files), "tiny")


@pytest.fixture(scope="module")
def mark(slipping, sandbox, tiny):
    prepared = prepare(slipping)
    marked = marked_by(Marker(prepared, sandbox, Gallery(prepared)), "tiny")
    return lambda relu: marked(tiny.SOLUTION.replace("return np.maximum(x, 0.0)", relu))


def verdicts(report):
    return {check.id: check.verdict for one in report.exercises for check in one.checks}


def test_known_mistakes_that_trip_a_check_cost_a_student_who_does_not_nothing(mark):
    """To name the mistake, the known ones are run through every check of the exercise."""
    report = mark(PASSES_IT)
    assert (report.status, report.problem) == ("graded", "")
    found = verdicts(report)
    assert (found["relu_slips"], found["relu_known_values"]) == ("passed", "failed")
    assert report.pictures[0].panels


def test_an_answer_that_trips_a_check_breaks_that_check_alone(mark):
    report = mark(TRIPS_IT)
    found = verdicts(report)
    assert [name for name, verdict in found.items() if verdict == "broken"] == ["relu_slips"]
    assert (found["relu_known_values"], found["row_means_of_relu"]) == ("failed", "passed")
    assert (report.status, report.score) == ("broken", None)
    assert report.problem.count("raised by its own fault: ZeroDivisionError") == 1
    assert report.pictures[0].left_out == OUR_FAULT


def test_the_proof_names_the_check_and_goes_on(slipping):
    prepared = prepare(slipping)
    proof = Proof("tiny")
    exercises = slipping.exercises
    told = [s for e in exercises for s in mistaken(prepared, e, proof, lambda _: None)]
    (found,) = [one for one in told if one.startswith("Check relu_slips raises ZeroDivisionError")]
    assert "(line " in found
    assert "on misconception relu_is_abs" in found
    assert proof.misconceptions == 4
    assert any("relu_slips raises ZeroDivisionError" in one for one in junk(prepared, "relu"))
    assert any("Picture curve raises" in one for one in prove_pictures(prepared))
