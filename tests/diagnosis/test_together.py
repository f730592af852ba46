"""Two known mistakes at once: both are named, or none, and never another."""

from __future__ import annotations

import pytest

from grader.course import Misconception, misconceptions_of
from grader.course.load import load
from grader.diagnosis.together import (
    MOST_PAIRS,
    combined,
    footprint,
    may_be_both,
    plausible,
    tells,
)
from grader.marking.marker import Marker
from grader.outcome import Observation, StudentRaised
from grader.preparation.kept import prepare_once
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

from ..conftest import ROOT

SLUG = "c1_shallow_network"


def mistake(source):
    return Misconception("m", "f", "", "", source)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("A = 1\nb = 2\n", "a = 1\nB = 2\n", "A = 1\nB = 2\n"),
        ("c = 3\na = 1\nb = 2\n", "a = 1\n", "c = 3\na = 1\n"),  # one adds, one takes away
        ("A = 1\nb = 2\n", "AA = 1\nb = 2\n", None),  # of the same text
        ("z = 1\nb = 2\n", "z = 1\nB = 2\n", None),
    ],
)
def test_both_changes_are_made(one, other, both):
    reference = "a = 1\nb = 2\n"
    for first, second in ((one, other), (other, one)):
        found = combined(reference, mistake(first), mistake(second))
        assert (found and found.source) == both


def seen(*values):
    return [Observation(value) if not isinstance(value, Exception) else value for value in values]


def test_a_footprint_is_where_results_are_wrong():
    right = seen({"a": 1.5, "b": [1.0, 2.0]}, "text", 3)
    raised = StudentRaised("ValueError")
    assert footprint(right, right) == (frozenset(),) * 3
    found = footprint(seen({"a": 1.5, "b": [1.0, 2.5]}, "other", raised), right)
    assert found == (frozenset([(("b", 1), 0)]), frozenset([("other",)]), None)


def test_two_are_wrong_where_either_is():
    a, b, both = frozenset("a"), frozenset("b"), frozenset("ab")
    assert may_be_both((both,), (a,), (b,))
    assert may_be_both((None,), (None,), (b,))
    assert not may_be_both((a,), (a,), (b,))  # b would be seen
    assert not may_be_both((both,), (a,), (frozenset(),))  # nothing is wrong there in b
    assert not may_be_both((None,), (a,), (b,))
    assert not may_be_both((a,), (None,), (a,))


def test_of_too_many_pairs_none_is_tried():
    alike = {str(number): (frozenset("a"),) for number in range(5)}
    assert len(plausible((frozenset("a"),), alike)) == 10
    many = {str(number): (frozenset("a"),) for number in range(MOST_PAIRS)}
    assert plausible((frozenset("a"),), many) == []


def test_a_few_whole_numbers_tell_nothing():
    assert not tells(seen(1, 2, 3), seen(2, 3, 4))
    assert not tells(seen(0.5, 0.25, 0.75), seen(0.5, 0.25, 1.0))
    assert tells(seen(0.5, 0.25, 0.75), seen(1.0, 1.0, 1.0))
    assert tells(seen(list(range(12))), seen([20] * 12))
    assert not tells(seen(StudentRaised("ValueError")), seen(1))


@pytest.fixture(scope="module")
def prepared():
    return prepare_once(load(ROOT, SLUG))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("fp_no_b1", "fp_tanh_out"),
        ("fp_first_bias", "fp_sigmoid_hidden"),
        ("bp_no_mean_b2", "bp_sign"),
        ("bp_mixed_a", "bp_no_mean_b2"),
    ],
)
def test_both_are_named(prepared, safe_rung, one, other):
    known = {each.id: each for each in misconceptions_of(prepared.assignment)}
    both = combined(prepared.assignment.reference, known[one], known[other])
    with Sandbox(safe_rung, Limits()) as sandbox:
        report = Marker(prepared, sandbox, mends=False).mark(Submission("ada", SLUG, both.source))
    result = next(each for each in report.exercises if each.name == both.exercise)
    assert {each.id for each in result.named} == {one, other}
    assert result.known_mistake.startswith("Two mistakes at once. (1) ")
    assert all(known[each].hint in result.known_mistake for each in (one, other))
    others = [each for each in report.exercises if each.name != both.exercise]
    assert not any(each.named for each in others)
