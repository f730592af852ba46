"""Scoring: all or nothing per check, and the better of two runs."""

from __future__ import annotations

from typing import get_args

import pytest

from grader.marking.score import better, exercise_result, is_right
from grader.results.report import CheckResult, NamedMisconception
from grader.results.verdicts import Verdict


def result(verdict, *, name="one", points=3, message=""):
    earned = points if verdict == "passed" else 0
    return CheckResult(
        id=name,
        title="A law",
        kind="property",
        public=False,
        points=points,
        earned=earned,
        verdict=verdict,
        message=message,
    )


VERDICTS = get_args(Verdict)


def test_an_exercise_scores_the_sum_of_its_checks():
    checks = [result("passed", points=3), result("failed", points=4), result("passed", points=0)]
    found = exercise_result("softmax", checks)
    assert (found.name, found.score, found.max_score) == ("softmax", 3, 7)
    assert found.checks == tuple(checks)
    assert not found.follow_through
    assert found.misconception is None


def test_an_exercise_without_checks_is_worth_nothing():
    found = exercise_result("empty", [])
    assert (found.score, found.max_score) == (0, 0)


def test_what_the_reference_stood_in_for_is_told():
    named = [NamedMisconception(id=one, hint=f"{one}.") for one in ("m", "n")]
    found = exercise_result("b", [], replaced=["a"], misconceptions=named)
    assert found.follow_through
    assert found.replaced == ("a",)
    assert (found.misconception, found.misconception_hint) == ("m", "m.")
    assert list(found.named) == named
    assert found.known_mistake == "Two mistakes at once. (1) m. (2) n."


@pytest.mark.parametrize("other", VERDICTS)
def test_a_check_that_passed_alone_stays_passed(other):
    (found,) = better([result("passed", message="own")], [result(other, message="again")])
    assert found.message == "own"
    assert found.earned == 3


@pytest.mark.parametrize("own", [one for one in VERDICTS if one not in ("passed", "broken")])
def test_a_check_that_passes_with_the_reference_in_place_counts(own):
    (found,) = better([result(own)], [result("passed")])
    assert found.verdict == "passed"
    assert found.earned == 3


@pytest.mark.parametrize("own", [one for one in VERDICTS if one not in ("passed", "broken")])
def test_of_two_failures_the_one_with_the_reference_in_place_is_told(own):
    (found,) = better([result(own, message="own")], [result("failed", message="again")])
    assert found.message == "again"


def test_wrong_values_are_told_rather_than_that_it_stopped_with_the_reference_in_place():
    (found,) = better([result("failed", message="own")], [result("errored", message="again")])
    assert found.message == "own"
    (found,) = better([result("errored", message="own")], [result("errored", message="again")])
    assert found.message == "again"


@pytest.mark.parametrize("other", VERDICTS)
def test_a_fault_of_ours_is_never_hidden(other):
    (found,) = better([result("broken")], [result(other)])
    assert found.verdict == "broken"


def test_checks_are_compared_one_by_one():
    own = [result("passed", name="a"), result("failed", name="b"), result("failed", name="c")]
    again = [result("failed", name="a"), result("passed", name="b"), result("failed", name="c")]
    found = better(own, again)
    assert [(one.id, one.verdict) for one in found] == [
        ("a", "passed"),
        ("b", "passed"),
        ("c", "failed"),
    ]
    assert sum(one.earned for one in found) >= max(
        sum(one.earned for one in checks) for checks in (own, again)
    )


def test_runs_of_different_checks_are_not_compared():
    with pytest.raises(ValueError, match="zip"):
        better([result("passed")], [])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_exercise_is_right_when_nothing_of_the_students_is_wrong(verdict):
    assert is_right([result("passed"), result(verdict)]) is (verdict in ("passed", "broken"))


def test_an_exercise_without_checks_is_right():
    assert is_right([])
