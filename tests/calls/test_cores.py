"""Two processes that take turns share a core, and are let go when there is work for both."""

import os
import subprocess
import sys
import time

import pytest

from grader.calls import cores as one_core
from grader.calls.cores import LONG, SOON, OneCore

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="needs two cores, and Linux"
)


@pytest.fixture
def other():
    sleeper = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(sleeper, stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture(autouse=True)
def all_cores(monkeypatch):
    monkeypatch.setattr(one_core, "SLOW", 60)  # this machine may be busy
    free = os.sched_getaffinity(0)
    yield free
    os.sched_setaffinity(0, free)


def take_turns(pair, number):
    for _ in range(number):
        pair.turn()


def test_after_a_few_turns_they_share_a_core(other, all_cores):
    pair = OneCore(other.pid)
    take_turns(pair, SOON - 1)
    assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) == all_cores
    take_turns(pair, 1)
    assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) < all_cores
    assert len(os.sched_getaffinity(0)) == 1
    pair.part()
    assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) == all_cores


def test_work_for_both_starts_the_count_anew(other, all_cores):
    pair = OneCore(other.pid)
    for _ in range(3):
        take_turns(pair, SOON - 1)
        pair.part()
    assert os.sched_getaffinity(0) == all_cores


def test_now_and_then_they_are_let_go(other, all_cores):
    pair = OneCore(other.pid)
    take_turns(pair, LONG)
    assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) == all_cores
    take_turns(pair, SOON)
    assert len(os.sched_getaffinity(0)) == 1


def test_who_leaves_touches_no_other_process(other, all_cores):
    pair = OneCore(other.pid)
    take_turns(pair, SOON)
    pair.leave()
    assert os.sched_getaffinity(0) == all_cores
    assert len(os.sched_getaffinity(other.pid)) == 1


def test_a_second_pair_knows_of_all_cores(other, all_cores):
    take_turns(OneCore(other.pid), SOON)
    pair = OneCore(other.pid)
    take_turns(pair, SOON)
    pair.part()
    assert os.sched_getaffinity(0) == all_cores


def test_a_process_that_has_ended_is_no_trouble(other, all_cores):
    other.kill()
    other.wait()
    pair = OneCore(other.pid)
    take_turns(pair, SOON)
    pair.part()
    assert os.sched_getaffinity(0) == all_cores


def test_a_lone_core_is_left_alone(other, all_cores, monkeypatch):
    monkeypatch.setattr(one_core, "_cores", lambda: frozenset({0}))
    take_turns(OneCore(other.pid), SOON)
    assert os.sched_getaffinity(0) == all_cores


def test_one_whose_turn_takes_long_is_left_alone_for_good(other, all_cores, monkeypatch):
    monkeypatch.setattr(one_core, "SLOW", 0.01)
    pair = OneCore(other.pid)
    take_turns(pair, SOON)
    time.sleep(0.02)
    take_turns(pair, 2 * LONG)
    assert os.sched_getaffinity(0) == os.sched_getaffinity(other.pid) == all_cores


def test_a_long_wait_before_they_share_a_core_is_nothing(other, all_cores, monkeypatch):
    monkeypatch.setattr(one_core, "SLOW", 0.01)
    pair = OneCore(other.pid)
    take_turns(pair, SOON - 1)
    time.sleep(0.02)
    take_turns(pair, 1)
    assert len(os.sched_getaffinity(0)) == 1
