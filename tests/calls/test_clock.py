"""A call's time is the wall clock's, without what a busy machine took away."""

import os
import subprocess
import sys
import time

import pytest

from grader.calls import clock
from grader.calls.clock import Clock, Waiting, seconds_kept_waiting


@pytest.fixture
def process():
    started = []

    def start(code):
        started.append(subprocess.Popen([sys.executable, "-S", "-c", code]))
        time.sleep(0.2)
        return started[-1].pid

    yield start
    for one in started:
        one.kill()
        one.wait()


def seconds_until_overdue(watched, most):
    begun = time.monotonic()
    while not watched.overdue():
        if time.monotonic() - begun > most:
            return None
        time.sleep(min(watched.next_look(), 0.05))
    return time.monotonic() - begun


def test_a_sleeper_is_overdue_when_its_time_is_up(process):
    watched = Clock(process("import time; time.sleep(60)"), 0.3)
    assert 0.25 <= seconds_until_overdue(watched, 20) < 10


def test_a_loop_is_overdue_when_it_has_used_its_time(process):
    pid = process("while True: pass")
    assert seconds_until_overdue(Clock(pid, 0.4), 30) >= 0.35


def test_a_loop_that_is_kept_waiting_gets_its_time(process, monkeypatch):
    # As if the machine had given it no processor at all.
    began = time.monotonic()
    monkeypatch.setattr(clock, "seconds_kept_waiting", lambda pid: time.monotonic() - began)
    monkeypatch.setattr(clock, "seconds_worked", lambda pid: 0.0)
    watched = Clock(process("while True: pass"), 0.1)
    took = seconds_until_overdue(watched, 40)
    assert 0.1 * clock.PATIENCE <= took < 0.1 * clock.PATIENCE + 10


def test_who_is_kept_waiting_by_threads_of_its_own_gets_no_more(process, monkeypatch):
    began = time.monotonic()
    monkeypatch.setattr(clock, "seconds_kept_waiting", lambda pid: time.monotonic() - began)
    watched = Clock(process("while True: pass"), 1.0)
    assert seconds_until_overdue(watched, 40) < 0.8 * clock.PATIENCE


def test_who_works_all_the_time_is_not_kept_waiting(process, monkeypatch):
    waiting = Waiting(process("while True: pass"))
    monkeypatch.setattr(clock, "seconds_kept_waiting", lambda pid: 1000.0)
    monkeypatch.setattr(clock, "seconds_worked", lambda pid: 1000.0)
    assert waiting.seconds() == 0.0


def test_who_is_kept_waiting_may_have_been_so_all_the_time(process, monkeypatch):
    waiting = Waiting(process("import time; time.sleep(60)"))
    monkeypatch.setattr(clock, "seconds_kept_waiting", lambda pid: 1000.0)
    time.sleep(0.2)
    assert 0.2 <= waiting.seconds() < 60


def test_what_a_process_has_worked_is_known(process):
    pid = process("while True: pass")
    time.sleep(0.5)
    assert 0 < clock.seconds_worked(pid) < 60
    assert clock.seconds_worked(2**22 + 1) == 0.0


def test_what_is_forgiven_does_not_count(process):
    watched = Clock(process("import time; time.sleep(60)"), 0.3)
    assert seconds_until_overdue(watched, 20)
    watched.forgive(watched.elapsed())
    watched.forgive(10)
    assert watched.elapsed() < 0
    assert not watched.overdue()


def test_where_nothing_is_known_the_wall_clock_decides(monkeypatch):
    monkeypatch.setattr(clock, "seconds_kept_waiting", lambda pid: 0.0)
    assert 0.25 <= seconds_until_overdue(Clock(os.getpid(), 0.3), 20) < 10


def test_a_process_that_is_gone_has_not_waited():
    assert seconds_kept_waiting(2**22 + 1) == 0.0
