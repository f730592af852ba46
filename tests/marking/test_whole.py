"""What a whole submission may take: a hang costs its exercise, slowness everywhere has an end."""

from __future__ import annotations

import pytest

from grader.course.load import load
from grader.course.specs import LimitsSpec
from grader.marking.gallery import Gallery
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare
from grader.sandbox import Sandbox
from grader.submissions import Submission

from .test_gallery import EXPLORE, WHOLE

SECONDS = 4.0
# Each call below its own limit of 2 s, and each exercise below its own of 10 s or not.
SLOW = """

import functools
import time


def slow(function):
    @functools.wraps(function)
    def called(*args):
        {}
        return function(*args)

    return called


relu, relu_backward, row_means = slow(relu), slow(relu_backward), slow(row_means)
"""
PROGRAMS = {
    "sleeps": WHOLE + SLOW.format("time.sleep(0.7)"),
    "works": WHOLE + SLOW.format("[None for _ in range(12_000_000)]"),
    "drips": WHOLE + SLOW.format("[time.sleep(0.01) for _ in range(60)]"),
    "loads": WHOLE + "\n\nimport time\n\nnp.tau = time.sleep(1.9)\n",
}
OVER = "ll exercises together took longer than the 4 s that a submission may take"


@pytest.fixture(scope="module")
def prepared_tiny(tiny, tmp_path_factory):
    limits = "memory_mb = 512"
    changed = tiny.changed_text(
        "assignments/tiny/assignment.toml",
        limits,
        f"{limits}\nsubmission_seconds = {SECONDS}\n",
    )
    changed["assignments/tiny/explore.py"] = EXPLORE
    root = tiny.write_tiny_course(tmp_path_factory.mktemp("whole"), changed)
    return prepare(load(root, "tiny"))


@pytest.fixture(scope="module")
def mark_whole(prepared_tiny, safe_rung):
    with Sandbox(safe_rung) as sandbox:
        marker = Marker(prepared_tiny, sandbox, Gallery(prepared_tiny))
        yield lambda source: marker.mark(
            Submission(student="ada", assignment="tiny", source=source)
        )


@pytest.mark.parametrize("name", PROGRAMS)
def test_slowness_in_every_exercise_ends_with_the_submission_s_seconds(mark_whole, name):
    report = mark_whole(PROGRAMS[name])
    assert report.status == "graded"
    last = report.exercises[-1].checks
    assert {check.verdict for check in last} == {"timed_out"}
    assert all(OVER in check.message for check in last)
    # They are drawn before hidden checks, and left out with a sentence if it is too late by then.
    assert all(bool(one.panels) != bool(one.left_out) for one in report.pictures)


def test_a_hang_costs_its_own_exercise_and_nothing_else(mark_whole):
    hangs = "\n\ndef relu_backward(*_):\n    while True:\n        pass\n"
    report = mark_whole(WHOLE + hangs)
    assert {one.name: one.score for one in report.exercises} == {
        "relu": 4,
        "relu_backward": 0,
        "row_means": 2,
    }
    (hung,) = {one.verdict for one in report.exercises[1].checks}
    assert hung == "timed_out"
    assert [one.left_out for one in report.pictures] == ["", ""]


def test_the_next_submission_has_its_own_seconds(mark_whole):
    mark_whole(PROGRAMS["sleeps"])
    report = mark_whole(WHOLE)
    assert report.score == report.max_score


def test_what_is_not_said_is_twice_what_an_exercise_may_take_and_a_minute_at_least():
    assert LimitsSpec(exercise_seconds=10).whole_seconds == 60
    assert LimitsSpec(exercise_seconds=60).whole_seconds == 120
    assert LimitsSpec(exercise_seconds=60, submission_seconds=7).whole_seconds == 7
