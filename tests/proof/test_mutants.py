"""The mutation score: what survives is named, what is declared is checked."""

import pytest

from grader.course.load import load
from grader.errors import CourseInvalid
from grader.preparation import prepare
from grader.proof.mutants import MOST_TOLD, mutants, outdated
from grader.proof.proof import Proof

CHECKS = "assignments/tiny/checks.py"
SOLUTION = "solutions/tiny.py"
EQUIVALENT = "assignments/tiny/equivalent.toml"


def entry(exercise="relu", why="It is.", **change):
    words = {"exercise": exercise, "why": why, **change}
    return "[[equivalent]]\n" + "".join(f"{key} = {value!r}\n" for key, value in words.items())


@pytest.fixture
def proved(tiny_course):
    def run(*changes, **files):
        for name, old, new in changes:
            path = tiny_course / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")
        if "equivalent" in files:
            (tiny_course / EQUIVALENT).write_text(files["equivalent"], encoding="utf-8")
        proof = Proof("tiny")
        prepared = prepare(load(tiny_course, "tiny"))
        names = prepared.assignment.exercises
        return proof, [s for e in names for s in mutants(prepared, e, proof, lambda _: None)]

    return run


def test_the_tiny_course_kills_its_mutants(proved):
    proof, faults = proved()
    assert faults == []
    assert proof.mutants > 10
    assert (proof.equivalent, proof.survivors) == (1, 0)


AT_ZERO = {"old": "return upstream * (x > 0)", "new": "return upstream * (x >= 0)"}


def test_a_survivor_is_told_with_its_line(proved):
    proof, faults = proved(equivalent="")
    (fault,) = faults
    assert "relu_backward passes every check with another line 4" in fault
    assert "`return upstream * (x > 0)` → `return upstream * (x >= 0)`" in fault
    assert proof.survivors == 1


def test_a_check_that_is_too_weak_lets_mutants_through(proved):
    weak = ("close(student.row_means(X), ref.row_means(X))", "array(student.row_means(X))")
    proof, faults = proved((CHECKS, *weak))
    assert proof.survivors == len(faults) > 1
    assert all("row_means" in fault for fault in faults)


def test_many_survivors_are_counted(proved):
    long = "    total = 0 * x\n" + "".join(f"    total = total + {i} * x\n" for i in range(1, 6))
    body = f"{long}    return np.maximum(x, 0.0) + 0 * total"
    proof, faults = proved((SOLUTION, "    return np.maximum(x, 0.0)", body))
    told = [fault for fault in faults if fault.startswith("relu passes")]
    assert len(told) == MOST_TOLD
    assert any("further mutants of relu pass every check." in fault for fault in faults)
    assert proof.survivors > MOST_TOLD


def test_a_declaration_that_is_not_true_is_a_fault(proved):
    change = {"old": "return np.maximum(x, 0.0)", "new": "return np.minimum(x, 0.0)"}
    _, faults = proved(equivalent=entry("relu", **change) + entry("relu_backward", **AT_ZERO))
    (fault,) = faults
    assert "relu_" in fault
    assert "tells them apart; remove the entry" in fault


def test_a_declaration_that_matches_nothing_is_a_fault(tiny_course):
    gone = {"old": "return x", "new": "return y"}
    text = entry("relu", **gone) + entry("relu_backward", **AT_ZERO)
    (tiny_course / EQUIVALENT).write_text(text, encoding="utf-8")
    (fault,) = outdated(load(tiny_course, "tiny"))
    assert "relu has no mutant 'return x' → 'return y' any more" in fault


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (entry("softmax", **AT_ZERO), "which is no exercise"),
        (entry("relu", **AT_ZERO) * 2, "stands there twice"),
        (entry("relu", why="", **AT_ZERO), "why"),
        ("[[equivalent]]\nexercise = 'relu'\n", "old"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_told(proved, text, says):
    with pytest.raises(CourseInvalid, match=says):
        proved(equivalent=text)


def test_a_mutant_that_never_ends_is_killed(proved, monkeypatch):
    monkeypatch.setattr("grader.proof.mutants.SECONDS", 0.5)
    body = "    n = 3\n    while n > 0:\n        n = n - 1\n    return np.maximum(x, 0.0) + n"
    proof, faults = proved(
        (SOLUTION, "    return np.maximum(x, 0.0)", body),
    )
    assert not any("n = n + 1" in fault for fault in faults)
    assert proof.mutants > 20


def test_a_check_that_slips_on_a_mutant_is_told(proved):
    slip = (
        "close(student.row_means(X), ref.row_means(X))",
        "close(1.0 * student.row_means(X).reshape(len(X), 1), ref.row_means(X))",
    )
    _, faults = proved((CHECKS, *slip))
    assert any("Check row_means_of_relu raises" in fault for fault in faults)
