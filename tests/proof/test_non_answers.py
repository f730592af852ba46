"""What needs nothing but shapes earns little, and the proof says where it earns more."""

from __future__ import annotations

import pytest

from grader.course.course import load_course
from grader.preparation import prepare
from grader.proof.non_answers import non_answers
from grader.proof.proof import Proof, Unearned
from tests.tiny import FILES, write_tiny_course

CHECKS = "assignments/tiny/checks.py"
TOML = "assignments/tiny/assignment.toml"
PURE = (
    "    unchanged(student.relu, X)\n"
    "    found = array(student.relu(X), X.shape).astype(float)\n"
    "    close(np.where(X > 0, found, np.minimum(found, 0)), np.maximum(X, 0.0))\n"
)
LARGER = "    close(student.relu(X), ref.relu(X))\n"
GRADIENT = "    gradients_agree(want, X=student.relu_backward(upstream, X))\n"
# A law that the reference keeps, and whatever else `also` says of the value.
OR_ELSE = """\
    one = array(student.relu(X), X.shape)
    if not np.array_equal(one, np.maximum(X, 0)) and not ({also}):
        raise Failure("no")
"""


def found(tmp_path, *changes):
    """What the tiny course gives for non-answers, with these texts changed: file, old, new."""
    texts = {**FILES}
    texts[CHECKS] = texts[CHECKS].replace("import array, check", "import Failure, array, check")
    for name, old, new in changes:
        assert texts[name].count(old) == 1, old
        texts[name] = texts[name].replace(old, new)
    write_tiny_course(tmp_path, texts)
    proof = Proof("tiny")
    prepared = prepare(load_course(tmp_path).load("tiny"))
    names = prepared.assignment.exercises
    faults = [sentence for name in names for sentence in non_answers(prepared, name, proof)]
    return proof.unearned, faults


def test_checks_that_ask_for_values_give_nothing(tmp_path):
    assert found(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("law", "best"),
    [
        ("    unchanged(student.relu, X)\n", "None"),
        ("    array(student.relu(X), X.shape)\n", "zeros"),
        (OR_ELSE.format(also="(one == 0).all()"), "zeros"),
        (OR_ELSE.format(also="(one == 1).all()"), "ones"),
        (OR_ELSE.format(also="(one == 0.5).all()"), "a constant"),
        (
            OR_ELSE.format(also="np.allclose(one.sum(axis=1), 1) and (one < 1).all()"),
            "shares of a row",
        ),
        (OR_ELSE.format(also="np.array_equal(one, X)"), "an input of that shape"),
        (
            OR_ELSE.format(also="len({*one.flat}) > 1 and (one > 0).all()"),
            "the value for other inputs of these shapes",
        ),
    ],
)
def test_what_passes_a_law_of_shapes_is_named(tmp_path, law, best):
    unearned, faults = found(tmp_path, (CHECKS, PURE, law))
    assert unearned == [Unearned("relu", 4, best, 1, 1)]
    (fault,) = faults
    assert "Exercise relu gives 1 of its 4 points" in fault
    assert "relu_leaves_its_input" in fault
    assert "ask for the value" in fault


def test_up_to_a_fifth_is_told_and_is_no_fault(tmp_path):
    unearned, faults = found(
        tmp_path,
        (CHECKS, PURE, "    unchanged(student.relu, X)\n"),
        (CHECKS, '@check("relu", points=2', '@check("relu", points=3'),
        (TOML, "points = 9", "points = 10"),
        (TOML, "points = 4", "points = 5"),
    )
    assert faults == []
    assert unearned == [Unearned("relu", 5, "None", 1, 1)]


def test_one_non_answer_here_and_another_there_earn_both(tmp_path):
    """Whoever looks at shapes knows which check is asking."""
    unearned, faults = found(
        tmp_path,
        (CHECKS, PURE, OR_ELSE.format(also="(one == 1).all()")),
        (CHECKS, LARGER, OR_ELSE.format(also="(one == 0).all()")),
    )
    assert unearned == [Unearned("relu", 4, "zeros", 2, 3)]
    assert "3 of its 4 points" in faults[0]


def test_what_follows_from_shapes_rightly_is_an_answer(tmp_path):
    unearned, faults = found(
        tmp_path,
        ("solutions/tiny.py", "return upstream * (x > 0)", "return 0 * x"),
        (CHECKS, GRADIENT, "    close(student.relu_backward(upstream, X), 0 * X)\n"),
    )
    assert (unearned, faults) == ([], [])
