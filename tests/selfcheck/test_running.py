"""What takes longer than a moment says that it runs, and nothing else does."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest

from grader.course import load_handout
from grader.selfcheck.public_checks import check_source, work_in
from grader.selfcheck.running import Running

LONG = "return x / 2 if sum(range(10**8)) else x"


@pytest.fixture
def handout(small, tmp_path):
    folder = small.write(tmp_path)
    spec = folder / "assignment.toml"
    spec.write_text(re.sub("(call|exercise)_seconds = .*", r"\1_seconds = 100.0", spec.read_text()))
    return folder


def begun_in(folder, begun):
    assignment = load_handout(folder)
    return check_source(folder, assignment, work_in(folder, assignment), begun=begun)


def until(true, seconds=10.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def test_each_check_is_told_as_it_begins_and_then_that_none_does(handout, small):
    (handout / "small.py").write_text(small.source(double="return x + x"))
    told = []
    begun_in(handout, told.append)
    assert [check and check.id for check in told] == [
        "double_three",
        "double_an_array",
        None,
    ]


def test_a_check_that_takes_long_is_said_with_its_exercise_and_its_seconds(handout):
    (check, *_) = load_handout(handout).checks
    said = []
    with Running(said.append, after=0.05, every=0.01) as running:
        running.begun(check)
        until(lambda: said)
        running.begun(None)
        assert said == ["double has been running for 0 s: double(3) = 6.", ""]
        time.sleep(0.1)
    assert len(said) == 2


def test_of_what_is_quick_nothing_is_said(handout):
    said = []
    with Running(said.append, after=5.0, every=0.01) as running:
        for check in load_handout(handout).checks:
            running.begun(check)
            time.sleep(0.02)
    assert said == []


def on_a_terminal(folder, *arguments, until_seen):
    """What `grade check` writes on a terminal, until something is seen there or it ends."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "grader", "check", str(folder), *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    end = time.monotonic() + 60
    while until_seen not in seen and time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                seen += os.read(ours, 1 << 16)
            except OSError:
                break  # it has ended
    process.kill()
    process.wait()
    os.close(ours)
    return seen.decode("utf-8", "replace")


@pytest.mark.parametrize("arguments", [[], ["--watch"]])
def test_a_terminal_shows_it_and_then_no_more(arguments, handout, small):
    (handout / "small.py").write_text(small.source(halve=LONG))
    seen = on_a_terminal(handout, *arguments, until_seen=b"public checks pass")
    before, _, after = seen.partition("halve has been running for ")
    assert before, seen
    assert re.match(r"\d+ s: halve\(4\) = 2\.", after), seen
    assert "\r\x1b[K" in after
    assert "running for" not in after[after.rindex("\r\x1b[K") :]


def test_elsewhere_nothing_is_written_over(handout, small):
    (handout / "small.py").write_text(small.source(halve=LONG))
    command = [sys.executable, "-m", "grader", "check", str(handout)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 of 4 public checks pass" in done.stdout
    assert "running for" not in done.stdout + done.stderr
