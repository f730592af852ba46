"""A fork that fails is ours: the score is withheld, and the sentence says what failed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from grader.course.load import load
from grader.marking.marker import MOST_ATTEMPTS, Marker
from grader.preparation.prepare import prepare
from grader.sandbox.inside.zygote import Zygote
from grader.sandbox.warm import ForkFailed
from grader.submissions import Submission


class NoWorkers:
    """A sandbox of a machine that has no room for another process."""

    rung = "A"
    closed = False

    def __init__(self):
        self.asked = 0

    def spawn(self, *, ahead):
        self.asked += 1
        raise ForkFailed("no worker (fork: no room)", "fork", "no room")

    def renew(self):
        pass


def test_a_score_is_withheld_when_no_worker_can_be_forked(tiny_course):
    assignment = load(
        tiny_course, next(p.parent.name for p in tiny_course.glob("assignments/*/*.toml"))
    )
    sandbox = NoWorkers()
    submission = Submission(student="ada", assignment=assignment.slug, source=assignment.reference)
    report = Marker(prepare(assignment), sandbox).mark(submission)
    assert (report.status, report.score) == ("broken", None)
    assert "fork: no room" in report.problem
    assert sandbox.asked == MOST_ATTEMPTS


def test_a_zygote_that_cannot_fork_says_so_and_goes_on(monkeypatch):
    def full():
        raise OSError(errno.EAGAIN, "no room")

    zygote = Zygote.__new__(Zygote)
    zygote._own_namespace = None
    before = set(Path("/proc/self/fd").iterdir())
    monkeypatch.setattr(os, "fork", full)
    reply, descriptors = zygote._fork([], lambda _: None)
    assert reply["layer"] == "fork"
    assert "no room" in reply["error"]
    assert descriptors == []
    assert len(set(Path("/proc/self/fd").iterdir())) == len(before)
