"""A check that breaks on right values in another form is a fault of the check's, and is named."""

import numpy as np
import pytest

from grader.course.course import load_course
from grader.course.load import load
from grader.preparation import prepare
from grader.proof.forms import FORMS, forms
from grader.proof.prove import prove

CHECKS = "assignments/tiny/checks.py"
LAW = "    close(student.row_means(X), ref.row_means(X))\n"


def told(root):
    prepared = prepare(load(root, "tiny"))
    return [
        sentence for name in prepared.assignment.exercises for sentence in forms(prepared, name)
    ]


def test_a_check_that_reads_its_values_breaks_on_no_form(sound_course):
    assert told(sound_course) == []


@pytest.mark.parametrize(
    ("touched", "form"),
    [
        ("student.row_means(X).mean()", "lists (for arrays)"),
        ("[1.0, 2.0][int(student.relu(X).dtype == np.float32) * 2]", "single precision"),
        ("range(3)[student.row_means(np.array([[0.0, 1, 2]])).astype(int)[0, 0]]", "lists"),
    ],
)
def test_one_that_touches_them_is_named_with_the_form(sound_course_with, touched, form):
    found = told(sound_course_with(CHECKS, LAW, f"    {touched}\n{LAW}"))
    assert found
    assert any(
        one.startswith("Check row_means_of_relu raises ") and f"come back as {form}" in one
        for one in found
    ), found


def test_a_check_that_fails_on_a_form_is_not_broken(sound_course_with):
    law = '    require(isinstance(student.row_means(X), np.ndarray), "It must be an array")\n'
    text = "from grader.authoring import array, "
    root = sound_course_with(CHECKS, LAW, law + LAW)
    checks = root / CHECKS
    checks.write_text(checks.read_text().replace(text, f"{text}require, "))
    assert told(root) == []


def test_what_is_handed_on_is_the_right_value_again(sound_course_with):
    """So that a check is tried to its end, whatever form came back on the way."""
    law = "    found = student.relu(X)\n    student.row_means(found)\n    found.mean()\n"
    (sentence, *_) = told(sound_course_with(CHECKS, LAW, law + LAW))
    assert "'list' object has no attribute 'mean'" in sentence


def test_it_is_part_of_the_proof(sound_course_with, safe_rung):
    root = sound_course_with(CHECKS, LAW, f"    student.row_means(X).mean()\n{LAW}")
    assert any(
        "when right values come back as lists (for arrays)" in one
        for one in prove(load_course(root), "tiny", safe_rung).faults
    )


@pytest.mark.parametrize(
    ("name", "value", "made"),
    [
        ("Python's numbers", np.float64(0.5), 0.5),
        ("NumPy's numbers", 2, np.int64(2)),
        ("arrays of no dimension (for numbers)", 0.5, np.array(0.5)),
        ("arrays of one entry (for numbers)", 0.5, np.array([[0.5]])),
        ("lists (for arrays)", np.array([1.0, 2.0]), [1.0, 2.0]),
        ("arrays (for lists of numbers)", [1, 2], np.array([1, 2])),
        ("arrays (for lists of numbers)", [np.ones(2), np.ones(3)], None),
        ("lists (for tuples)", (1, 2), [1, 2]),
        ("tuples (for lists)", [1, 2], (1, 2)),
        ("whole numbers (for floats that are whole)", np.array([1.0, 2.0]), np.array([1, 2])),
        ("whole numbers (for floats that are whole)", np.array([1.0, 2.5]), None),
        ("whole numbers (for floats that are whole)", np.array([1.0, 1e300]), None),
        ("whole numbers (for floats that are whole)", np.array([1.0, np.inf]), None),
        ("floats (for whole numbers)", 3, 3.0),
        ("single precision", np.array([1.0, np.nan]), np.array([1.0, np.nan], np.float32)),
        ("single precision", np.array([1e300]), None),
        ("single precision", np.array([0.5]), np.array([0.5], np.float32)),
        ("0 and 1 (for False and True)", np.array([True]), np.array([1])),
    ],
)
def test_each_form_is_the_same_value(name, value, made):
    found = FORMS[name](value)
    if made is None:
        assert found is value
    else:
        assert type(found) is type(made)
        assert np.asarray(found).dtype == np.asarray(made).dtype
        assert np.array_equal(found, made, equal_nan=np.asarray(made).dtype.kind == "f")
