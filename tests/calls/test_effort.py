"""The checker's own work on an exercise: bounded in all, and told from the machine's faults."""

import numpy as np
import pytest

from grader.calls import Effort
from grader.calls import effort as spending
from grader.errors import SandboxFailed
from grader.outcome import OutOfMemory, TimedOut


def endless():
    while True:
        sum(range(1000))


def test_all_pieces_together_take_no_longer_than_they_may():
    effort = Effort(0.3)

    def pieces():
        for _ in range(10_000):
            with effort:
                sum(range(100_000))

    with pytest.raises(TimedOut, match=r"more than 0\.3 s"):
        pieces()
    assert effort.over is not None
    with pytest.raises(TimedOut), effort:
        pytest.fail("there was time left")


def test_one_piece_without_end_is_ended():
    effort = Effort(0.1)
    assert effort.over is None
    with pytest.raises(TimedOut), effort, effort:
        endless()
    assert effort.over is not None


def test_too_much_memory_is_the_answers_doing():
    with pytest.raises(OutOfMemory), Effort(5):
        np.ones(1 << 27)


def test_a_machine_without_memory_is_nobodys_mistake(monkeypatch):
    monkeypatch.setattr(spending, "has_room", lambda: False)
    with pytest.raises(SandboxFailed), Effort(5):
        np.ones(1 << 27)


def test_what_else_is_raised_comes_out_as_it_is():
    with pytest.raises(KeyError), Effort(5):
        raise KeyError
