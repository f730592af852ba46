"""What is sent ahead saves round trips, and changes no report."""

from pathlib import Path

import pytest

from grader.calls.plan import PlannedCall
from grader.calls.session import Session
from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.course.solution import accepted_of
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

DEEP = load(Path(__file__).resolve().parents[2], "c1_deep_network")
WRONG = {one.id: one.source for one in misconceptions_of(DEEP)}


@pytest.fixture(scope="module")
def mark_deep(sandbox):
    return marked_by(Marker(prepare(DEEP), sandbox, mends=False), DEEP.slug)


@pytest.fixture
def asked(monkeypatch):
    """The names of the functions that were called one at a time."""
    names = []
    invoke = Session.invoke

    def counted(self, call, asker=None):
        names.append(call.name)
        return invoke(self, call, asker)

    monkeypatch.setattr(Session, "invoke", counted)
    return names


@pytest.mark.parametrize("name", sorted(accepted_of(DEEP)))
def test_a_right_solution_is_asked_nothing_twice_whatever_its_caches(mark_deep, asked, name):
    report = mark_deep(accepted_of(DEEP)[name])
    assert report.score == report.max_score
    assert asked == []


@pytest.mark.parametrize("name", sorted(WRONG)[::9])
def test_a_report_is_the_same_when_nothing_is_sent_ahead(mark_deep, asked, monkeypatch, name):
    ahead = mark_deep(WRONG[name])
    sent_ahead = len(asked)
    monkeypatch.setattr(PlannedCall, "fits", lambda *_: False)
    assert mark_deep(WRONG[name]) == ahead
    assert len(asked) > sent_ahead


@pytest.mark.parametrize(
    ("name", "helper"),
    [
        (name, helper)
        for name in ("dict_caches", "in_place", "layer_class", "whole_network")
        for helper in ("linear_backward", "linear_activation_backward")
        # This one merges the inner cache into its own: no reference can read that.
        if (name, helper) != ("dict_caches", "linear_backward")
    ],
)
def test_a_wrong_step_costs_once_whatever_the_caches(mark_deep, name, helper):
    """The reference cannot read a cache of the student's form: it then makes the cache, too."""
    source = (
        accepted_of(DEEP)[f"{name}.py"]
        + f"""

_right = {helper}


def {helper}(*args, **kwargs):
    first, *others = _right(*args, **kwargs)
    return -first, *others
"""
    )
    report = mark_deep(source)
    wrong = [one.name for one in report.exercises if one.score < one.max_score]
    assert wrong == [helper]
    assert {one.name for one in report.exercises if helper in one.replaced}


DEEP_CACHES = """

_forward = L_model_forward


def L_model_forward(X, parameters):
    AL, caches = _forward(X, parameters)
    for _ in range({depth}):
        caches = [[cache] for cache in caches]
    return AL, caches


_backward = L_model_backward


def L_model_backward(AL, Y, caches):
    for _ in range({depth}):
        caches = [cache[0] for cache in caches]
    return _backward(AL, Y, caches)
"""


@pytest.mark.parametrize(
    ("depth", "right"), [(20, True), (26, None), (27, None), (28, None), (40, True), (300, None)]
)
def test_results_that_are_nested_deep_are_handed_back_or_the_students_fault(
    mark_deep, depth, right
):
    """At the limit either will do, but it is never the check's fault."""
    report = mark_deep(DEEP.reference + DEEP_CACHES.format(depth=depth))
    assert report.status == "graded", report.problem
    if right is not None:
        assert (report.score == report.max_score) is right
