"""A process that may be lost: what it may take, and that nobody notices what came before."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from grader.errors import SandboxFailed
from grader.sandbox import Disposable, Spent, disposable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")
MEMORY = 64 << 20


@pytest.fixture
def process():
    with Disposable("tests.sandbox.answers", 1 << 20) as made:
        yield made


def ask(process, request, seconds=5):
    return process.ask(request, seconds, MEMORY)


def test_it_answers_again_and_again_and_remembers_nothing(process):
    assert [ask(process, f"{n}".encode()) for n in range(5)] == [
        f"1 {n}".encode() for n in range(5)
    ]


def test_a_large_request_arrives_whole(process):
    assert ask(process, b"x" * (20 << 20)).startswith(b"1 xxxx")


@pytest.mark.parametrize("request_", [b"work", b"take 100000000", b"crash", b"killed"])
def test_what_takes_too_much_is_told_and_the_next_is_answered(process, request_):
    with pytest.raises(Spent):
        ask(process, request_, seconds=1)
    assert ask(process, b"next") == b"1 next"


def test_what_one_request_held_leaves_the_next_as_much(process):
    for _ in range(4):
        assert ask(process, b"hold 40000000").startswith(b"2 ")
    assert ask(process, b"take 40000000")


def test_one_that_is_silent_is_not_waited_for_without_end(process, monkeypatch):
    ask(process, b"first")
    monkeypatch.setattr(disposable, "_START_SECONDS", 0.2)
    monkeypatch.setattr(disposable, "_PATIENCE", 1)
    with pytest.raises(Spent):
        ask(process, b"sleep", seconds=1)
    assert ask(process, b"next") == b"1 next"


def test_too_long_an_answer_is_not_taken(process):
    assert len(ask(process, b"large 1000000")) == 1_000_000
    with pytest.raises(Spent):
        ask(process, b"large 2000000")
    assert ask(process, b"next") == b"1 next"


@pytest.mark.parametrize("request_", [b"ended", b"raise"])
def test_what_is_nobodys_fault_who_handed_in_is_ours(process, request_):
    with pytest.raises(SandboxFailed, match="ended 3 times"):
        ask(process, request_)
    assert ask(process, b"next") == b"1 next"


def test_a_process_that_somebody_killed_is_replaced(process):
    ask(process, b"first")
    assert process._process is not None
    os.killpg(process._process.pid, signal.SIGKILL)
    assert ask(process, b"next") == b"1 next"


@pytest.fixture
def killed_at_start(process, monkeypatch):
    """Has somebody kill the process as soon as it is started, so many times."""

    def kill(times):
        start, left = process.start, iter(range(times))

        def start_and_kill():
            start()
            if next(left, None) is not None:
                os.killpg(process._process.pid, signal.SIGKILL)

        monkeypatch.setattr(process, "start", start_and_kill)

    return kill


def test_who_was_killed_before_a_request_began_says_nothing_of_it(process, killed_at_start):
    killed_at_start(5)
    assert ask(process, b"first") == b"1 first"


def test_a_machine_that_kills_every_process_is_our_fault(process, killed_at_start):
    killed_at_start(100)
    with pytest.raises(SandboxFailed, match="ended 6 times"):
        ask(process, b"first")


def test_a_program_that_does_not_start_is_our_fault():
    with (
        Disposable("tests.sandbox.not_there", 10) as process,
        pytest.raises(SandboxFailed, match="ended 6 times"),
    ):
        ask(process, b"x")


def test_nothing_is_left_of_it():
    with Disposable("tests.sandbox.answers", 1 << 20) as process:
        ask(process, b"first")
        assert process._process is not None
        group = process._process.pid
    deadline = time.monotonic() + 10
    while any(_group(path) == group for path in Path("/proc").glob("[0-9]*")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _group(path):
    try:
        fields = (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] == "Z" else int(fields[2])
