"""What the checker computes on request ends in time, and needs no more memory than it may."""

import contextlib
import resource
import signal
import threading
import time

import numpy as np
import pytest

from grader.sandbox.bounds import Bounds, TooLong, Unbroken, has_room, memory_limit


def endless():
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001 (what a reference may do, too)
            continue


def test_endless_work_is_ended():
    started = time.process_time()
    with pytest.raises(TooLong), Bounds(0.2, memory_limit()):
        endless()
    assert 0.1 < time.process_time() - started < 2


def test_work_in_time_is_left_alone():
    with Bounds(5, memory_limit()):
        found = sum(range(10))
    assert found == 45


def test_a_wish_for_much_memory_is_an_error():
    with pytest.raises(MemoryError), Bounds(5, memory_limit(64 << 20)):
        np.zeros(128 << 20, dtype=np.int8)


def test_afterwards_everything_is_as_before():
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(TooLong), Bounds(0.05, memory_limit()):
        endless()
    with pytest.raises(KeyError), Bounds(1, memory_limit()):
        raise KeyError
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_timer_that_goes_off_too_late_hurts_nobody():
    with Bounds(5, memory_limit()):
        pass
    signal.raise_signal(signal.SIGPROF)


def test_another_thread_is_not_bounded_and_not_hurt():
    found = []

    def work():
        with Bounds(0.001, memory_limit()):
            found.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [4999950000]


def test_what_is_unbroken_is_done_before_it_is_ended():
    done = []

    def begun():
        with Unbroken():
            started = time.process_time()
            while time.process_time() - started < 0.2:
                sum(range(1000))
            done.append(True)
        pytest.fail("it went on")

    with pytest.raises(TooLong), Bounds(0.05, memory_limit()):
        begun()
    assert done
    with Unbroken():  # outside of bounds it is nothing
        pass


def test_bounds_within_what_is_unbroken_leave_the_outer_ones_as_they_were():
    left = []

    def nested():
        with Unbroken(), contextlib.suppress(TooLong), Bounds(0.05, memory_limit()):
            endless()
        left.append(signal.getitimer(signal.ITIMER_PROF)[0])
        endless()

    with pytest.raises(TooLong), Bounds(0.5, memory_limit()):
        nested()
    assert 0.3 < left[0] < 0.6  # a clock of whole ticks
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_machine_with_memory_is_told_from_one_without():
    assert has_room()
    with Bounds(5, memory_limit(0)):
        assert has_room()  # what the bounds keep back is there
    assert not has_room(1 << 60)
