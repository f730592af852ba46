"""What is remembered from one submission to the next saves work, and changes no report."""

import os

import pytest

from grader.authoring.checks import Check
from grader.calls.callbacks import Answerer
from grader.course.misconceptions import misconceptions_of
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by


@pytest.fixture
def fresh(assignment, sandbox):
    """A marker that has seen nothing yet; gives the report on a source."""
    return marked_by(Marker(prepare(assignment), sandbox, mends=False), assignment.slug)


@pytest.fixture
def runs(monkeypatch):
    """The ids of the checks that were run, once per example."""
    ran = []
    call = Check.__call__

    def noted(self, *args, **kwargs):
        ran.append(self.id)
        return call(self, *args, **kwargs)

    monkeypatch.setattr(Check, "__call__", noted)
    return ran


def test_the_very_same_replies_pass_unread(fresh, assignment, runs):
    first = fresh(assignment.reference)
    assert first.score == first.max_score
    assert len(set(runs)) == len(assignment.checks)
    runs.clear()
    assert fresh(assignment.reference + "\n# another student's\n") == first.model_copy(
        update={"submission": first.submission}
    )
    # What calls with a result of the student's own is run: those calls were not planned.
    assert len(set(runs)) < len(assignment.checks) / 4


def test_other_replies_are_read_although_right_ones_are_known(fresh, assignment):
    fresh(assignment.reference)
    for one in misconceptions_of(assignment)[::15]:
        report = fresh(one.source)
        assert report.score < report.max_score, one.id


def test_what_others_handed_in_before_changes_no_report(fresh, assignment, sandbox):
    wrong = {one.id: one.source for one in misconceptions_of(assignment)}
    sources = [wrong["prop_sign"], wrong["sigmoid_sign"], wrong["prop_no_mean_db"]]
    once = [fresh(source) for source in sources]
    again = [fresh(source) for source in reversed(sources)]
    assert once == again[::-1]


def test_a_mistake_seen_before_is_searched_without_drawing(fresh, assignment, monkeypatch):
    from grader.preparation import examples as drawing

    drives = []
    drive = drawing._drive
    monkeypatch.setattr(drawing, "_drive", lambda *a: (drives.append(a[0].id), drive(*a))[1])
    source = {one.id: one.source for one in misconceptions_of(assignment)}["cost_sum"]
    first = fresh(source)
    assert drives[-1].startswith("compute_cost")
    drives.clear()
    assert fresh(source + "\n") == first.model_copy(update={"submission": first.submission})
    assert drives == []


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="needs Linux")
def test_asking_by_turns_leaves_this_process_all_its_cores(fresh, assignment):
    before = os.sched_getaffinity(0)
    source = {one.id: one.source for one in misconceptions_of(assignment)}["prop_sign"]
    fresh(source)
    assert os.sched_getaffinity(0) == before


def test_a_stand_in_answers_an_equal_question_once(fresh, assignment, monkeypatch):
    computed = []
    compute = Answerer._computed

    def counted(self, message, arrays, question, within):
        computed.append(question)
        return compute(self, message, arrays, question, within)

    monkeypatch.setattr(Answerer, "_computed", counted)
    source = {one.id: one.source for one in misconceptions_of(assignment)}["prop_sign"]
    fresh(source)
    assert len(computed) > 1000
    computed.clear()
    fresh(source)
    # Only questions that are too large to be known again are answered anew.
    assert not any(computed)
