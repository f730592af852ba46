"""A student's own check names mistakes that public checks catch, by their values alone."""

from __future__ import annotations

import json

import pytest

from grader.course import KNOWN_MISTAKES, load_handout
from grader.course.load import load
from grader.diagnosis import values_of
from grader.diagnosis.by_values import MOST_OF_ONE
from grader.errors import CourseInvalid
from grader.handout import handout_of
from grader.selfcheck.public_checks import check_source, work_in

HINT = "What must come back for x = -2?"
# Absolute values, made in another way than the known mistake does.
ABS = "def relu(x):\n    return np.where(x < 0, -x, x)\n"


@pytest.fixture
def assignment(tiny_course):
    return load(tiny_course, "tiny")


@pytest.fixture
def student(assignment, tmp_path):
    """What marks a student's file in the handout, in which these mistakes are told."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    for path, content in handout_of(assignment).items():
        (folder / path).write_bytes(content)

    def checked(function, mistakes=None, text=None):
        if text is None:
            found = values_of(assignment) if mistakes is None else mistakes
            text = json.dumps({"mistakes": found})
        (folder / KNOWN_MISTAKES).write_text(text, encoding="utf-8")
        source = f"import numpy as np\n\n\n{function}"
        (folder / "tiny_relu.py").write_text(source, encoding="utf-8")
        handout = load_handout(folder)
        report = check_source(folder, handout, work_in(folder, handout), ["relu"])
        return report.exercises[0].checks[0]

    return checked


def test_only_what_a_public_check_catches_is_told(assignment):
    (told,) = values_of(assignment)
    assert told == {
        "exercise": "relu",
        "hint": HINT,
        "checks": {
            "relu_known_values": {
                "place": 0,
                "results": [
                    {"value": {"array": [2.0, 0.0, 3.0], "shape": [3], "dtype": "float64"}}
                ],
            }
        },
    }


def test_work_that_gives_the_same_values_is_told_the_hint(student):
    found = student(ABS)
    assert found.verdict == "failed"
    assert found.cause.splitlines()[-1] == f"This is a known mistake. {HINT}"
    assert HINT not in student(ABS, mistakes=[]).cause


@pytest.mark.parametrize(
    "body", ["np.minimum(x, 0.0)", "np.abs(x) * 1.00001", "np.abs(x).tolist() + [1]", "x / 0.5"]
)
def test_work_that_gives_other_values_is_not(body, student):
    found = student(f"def relu(x):\n    return {body}\n")
    assert found.verdict == "failed"
    assert HINT not in found.cause


def test_of_two_mistakes_with_the_same_values_none_is_named(student, assignment):
    (told,) = values_of(assignment)
    assert HINT not in student(ABS, mistakes=[told, {**told, "hint": "Another."}]).cause


def test_what_raises_is_known_by_what_it_says(student):
    raised = {"place": 0, "results": [{"raised": "TypeError", "text": "no"}]}
    told = {"exercise": "relu", "hint": HINT, "checks": {"relu_known_values": raised}}
    function = "def relu(x):\n    raise {}('{}')\n"
    assert HINT in student(function.format("TypeError", "no"), mistakes=[told]).cause
    assert HINT not in student(function.format("TypeError", "yes"), mistakes=[told]).cause
    assert HINT not in student(function.format("ValueError", "no"), mistakes=[told]).cause


@pytest.mark.parametrize("text", ["", "[]", '{"mistakes": [{}]}', '{"mistakes": [3]}'])
def test_a_damaged_file_is_told(text, student):
    with pytest.raises(CourseInvalid, match="is damaged"):
        student(ABS, text=text)


def test_values_that_tell_too_little_or_are_too_long_are_not_told(course_with):
    zeros = course_with(
        "assignments/tiny/misconceptions.toml", "np.abs(x)", "np.sign(np.maximum(x, 0.0))"
    )
    assert values_of(load(zeros, "tiny")) == []
    many = f"np.concatenate([np.abs(x), np.arange({MOST_OF_ONE}) / 7.0])"
    long = course_with("assignments/tiny/misconceptions.toml", "np.abs(x)", many)
    assert values_of(load(long, "tiny")) == []
