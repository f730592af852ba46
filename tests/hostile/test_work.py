"""What a submission returns or asks for is the checker's work: bounded, and the submission's.

All programs of `work/` are one class, marked by one run of the real command at the best rung:
what they return is looked at in the checker, whatever the rung.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import EXERCISE_SECONDS, Run, check_of, honest, tricks

WORK = {one.name: one for one in tricks("work")}
# The most that one exercise's checks take here, in turns of what an exercise may take.
TURNS = 40


@pytest.fixture(scope="module")
def run(mark_tricks: Callable[..., Run], best: str) -> Run:
    found: Run = mark_tricks("work", best, {}, limit=1200)
    return found


@pytest.mark.parametrize("name", WORK)
def test_it_is_the_submissions_own_verdict(run, name):
    trick, report = WORK[name], run.reports[name]
    found = check_of(report, trick.check)
    told = found["verdict"], found["message"]
    assert report["status"] == "graded", report["problem"]
    assert found["verdict"] in trick.expect, told


@pytest.mark.parametrize("name", WORK)
def test_it_takes_what_its_exercises_may_take(run, name):
    """With much room for a machine that does other things: without bounds it is minutes."""
    assert run.reports[name]["seconds"] < TURNS * EXERCISE_SECONDS


@pytest.mark.parametrize("name", WORK)
def test_its_report_is_short(run, name):
    for one in run.reports[name]["exercises"]:
        for check in one["checks"]:
            assert len(str(check)) < 20_000, (one["name"], check["id"])


def test_nothing_is_taken_for_a_fault_of_the_grader(run):
    assert run.code == 0
    assert run.stderr == ""


def test_the_others_are_as_ever(run):
    assert run.reports["honest0"]["score"] == 40
    assert set(run.reports) == {*WORK, *honest(4)}


def test_its_memory_is_bounded(run):
    assert run.peak_mb < 1500
