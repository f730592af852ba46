"""What takes longer than a moment says that it runs, and nothing else does."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from grader.course import load_handout
from grader.selfcheck import notebook
from grader.selfcheck.public_checks import check_source, work_in
from grader.selfcheck.running import Ongoing, Running

LONG = "return x / 2 if sum(range(2 * 10**8)) else x"


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
    assert [one and (one.check and one.check.id, one.seconds) for one in told] == [
        ("double_three", 100.0),
        ("double_an_array", 100.0),
        (None, 100.0),
        None,
    ]


def test_a_check_that_takes_long_is_said_with_its_exercise_and_its_seconds(handout):
    (check, *_) = load_handout(handout).checks
    said = []
    with Running(said.append, after=0.05, every=0.01) as running:
        running.begun(Ongoing(check, 2.5))
        until(lambda: said)
        running.begun(None)
        most = "(up to 2.5 s of computing per call)"
        assert said == [f"double has been running for 0 s {most}: double(3) = 6.", ""]
        time.sleep(0.1)
    assert len(said) == 2


def test_that_it_looks_for_a_mistake_is_said_as_such():
    said = []
    with Running(said.append, after=0.05, every=0.01) as running:
        running.begun(Ongoing(None, 2.5))
        until(lambda: said)
    assert said == ["Looking for where it is wrong, for 0 s", ""]


def test_of_what_is_quick_nothing_is_said(handout):
    said = []
    with Running(said.append, after=5.0, every=0.01) as running:
        for check in load_handout(handout).checks:
            running.begun(Ongoing(check, 2.5))
            time.sleep(0.02)
    assert said == []


def on_a_terminal(folder, *arguments, until_seen, command=("grader", "check")):
    """What a command writes on a terminal, until something is seen there or it ends."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", *command, str(folder), *arguments]
    env = os.environ | {"COLUMNS": "80"}
    env.pop("PYTEST_ADDOPTS", None)
    here = {"env": env, "cwd": folder.parent}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, **here)
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
    assert re.match(r"\d+ s \(up to 100 s of computing per call\): halve\(4\) =", after), seen
    assert "\r\x1b[K" in after
    assert "running for" not in after[after.rindex("\r\x1b[K") :]


def test_elsewhere_nothing_is_written_over(handout, small):
    (handout / "small.py").write_text(small.source(halve=LONG))
    command = [sys.executable, "-m", "grader", "check", str(handout)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1 of 4 public checks pass" in done.stdout
    assert "running for" not in done.stdout + done.stderr


def shown(written):
    """The lines of a terminal on which this was written."""
    lines, at = [[]], 0
    for char in re.sub(r"\x1b\[[0-9;]*m", "", written):
        if char == "\n":
            lines.append([])
        elif char in "\r\b":
            at = 0 if char == "\r" else at - 1
        else:
            lines[-1][at:] = [*" " * (at - len(lines[-1])), char, *lines[-1][at + 1 :]]
            at += 1
    return ["".join(line).rstrip() for line in lines]


@pytest.mark.parametrize("arguments", [[], ["-v"], ["-q", "-s"]])
def test_pytest_shows_it_while_it_runs_and_then_no_more(arguments, handout, small):
    (handout / "small.py").write_text(small.source(halve=LONG))
    pytest_alone = ("pytest", "--rootdir", ".", "-p", "no:cacheprovider", "--tb=no")
    seen = on_a_terminal(handout, *arguments, until_seen=b" skipped in", command=pytest_alone)
    before, sentence, _ = seen.partition("per call)")
    *_, last = shown(before + sentence)
    assert re.fullmatch(
        r"halve has been running for \d s \(up to 100 s of computing per call\)", last
    )
    lines = shown(seen)
    assert not [line for line in lines if "running" in line]
    assert any("PASSED" in line if "-v" in arguments else "sss." in line for line in lines)


def test_behind_other_handouts_of_one_run_it_has_a_line_of_its_own(handout, small):
    first = small.write(handout.parent / ("x" * 30))
    (handout / "small.py").write_text(small.source(halve=LONG))
    command = ("pytest", "--rootdir", ".", "-p", "no:cacheprovider", str(first))
    seen = on_a_terminal(handout, "-v", until_seen=b" skipped in", command=command)
    before, sentence, _ = seen.partition("per call)")
    *_, line, last = shown(before + sentence)
    assert line.endswith("%]")
    assert last.startswith("halve has been running for ")
    assert not [line for line in shown(seen) if "running" in line]


class Publisher:
    """What a kernel's shell publishes displays with."""

    def __init__(self):
        self.said = []

    def publish(self, data, metadata, *, transient, update):
        self.said.append((data["text/plain"], transient["display_id"], update))


def test_a_notebook_shows_it_in_one_place_and_then_how_long_it_took(handout, monkeypatch):
    (check, *_) = load_handout(handout).checks
    monkeypatch.setattr("grader.selfcheck.running.AFTER", 0.05)
    monkeypatch.setattr("grader.selfcheck.running.EVERY", 0.01)
    publisher = Publisher()
    shell = SimpleNamespace(display_pub=publisher, kernel=None)
    with notebook._Waiting(shell, "double") as waiting:
        waiting.begun(Ongoing(check, 2.5))
        until(lambda: publisher.said)
        waiting.begun(None)
    (first, display, update), *_, (last, same, updated) = publisher.said
    assert first.startswith("double has been running for 0 s (up to 2.5 s of computing per call): ")
    assert (update, updated, same) == (False, True, display)
    assert last == "The public checks of double took 0 s."


@pytest.mark.parametrize("kernel", [{}, {"kernel": None}])
def test_a_notebook_shows_nothing_of_what_is_quick_nor_ipython_in_a_terminal(
    handout, kernel, monkeypatch
):
    (check, *_) = load_handout(handout).checks
    monkeypatch.setattr("grader.selfcheck.running.AFTER", 5.0 if kernel else 0.0)
    monkeypatch.setattr("grader.selfcheck.running.EVERY", 0.01)
    publisher = Publisher()
    with notebook._Waiting(SimpleNamespace(display_pub=publisher, **kernel), "double") as waiting:
        waiting.begun(Ongoing(check, 2.5))
        time.sleep(0.1)
    assert publisher.said == []
