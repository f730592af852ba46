"""What is sent ahead holds nothing that follows from the reference's results."""

import numpy as np
import pytest

from grader.calls.local import LocalCaller
from grader.calls.plan import Recorder, recorded, shifted
from grader.calls.student import RemoteStudent

SOURCE = """
import numpy as np

def step(w, b):
    return {"w": 0.9 * w + 0.1, "b": b / 3 + 0.1}, np.float64(w.sum() / 7)

def twice(w):
    return 2 * w
"""
CALLER = LocalCaller(SOURCE, "own")
W = np.array([[1 / 3], [np.sqrt(2)]])


def plan_of(check, **inputs):
    def run(recorder):
        try:
            check(RemoteStudent(recorder, {}), **inputs)
        except AssertionError:
            return "notices" if recorder._shifted else "fails"
        return ""

    plan, fault = recorded(CALLER, inputs, run)
    assert not fault
    return [planned.call.name for planned in plan]


def hands_on_the_object(student, w, b):
    parameters, _ = student.step(w, b)
    student.twice(parameters["w"])
    student.step(w, 2 * b)


def hands_on_a_copy(student, w, b):
    parameters, _ = student.step(w, b)
    student.twice(parameters["w"].copy())
    student.step(w, b)


def hands_on_a_number(student, w, b):
    parameters, cost = student.step(w, b)
    student.step(w, float(cost))
    student.step(w, parameters["b"])
    student.step(w, b)


def hands_on_what_follows_from_a_copy(student, w, b):
    parameters, _ = student.step(w, b)
    more = student.twice(parameters["w"] + 1)
    student.twice(more)
    student.step(w, b)


def makes_inputs_of_its_own(student, w, b):
    student.twice(w)
    student.twice(3 * w)
    student.step(np.ones((2, 1)), 0.25)


def notices_a_change(student, w, b):
    twice = student.twice(w)
    assert (twice == 2 * w).all()
    student.twice(3 * w)


@pytest.mark.parametrize(
    ("check", "plan"),
    [
        (hands_on_the_object, ["step", "twice", "step"]),
        (hands_on_a_copy, ["step", "step"]),
        (hands_on_a_number, ["step", "step"]),
        (hands_on_what_follows_from_a_copy, ["step", "step"]),
        (makes_inputs_of_its_own, ["twice", "twice", "step"]),
        (notices_a_change, ["twice"]),
    ],
)
def test_what_follows_from_results_is_not_sent_ahead(check, plan):
    assert plan_of(check, w=W, b=0.5) == plan


def test_a_check_that_hands_on_inputs_only_runs_once():
    runs = []

    def run(recorder):
        runs.append(recorder)
        student = RemoteStudent(recorder, {})
        parameters, _ = student.step(W, half)
        student.step(parameters["w"], half)
        return ""

    half = 0.5
    recorded(CALLER, {"w": W, "b": half}, run)
    assert len(runs) == 1


def test_a_shift_changes_all_numbers_but_short_ones_by_little():
    third, root = 1 / 3, 2**0.5
    value = {
        "w": np.array([third, 1.0, 0.0, -root]),
        "b": [root, -0.125, np.float64(third)],
        "n": 3,
    }
    moved = shifted(value)
    assert moved["w"].tolist() == pytest.approx(value["w"].tolist(), rel=1e-8)
    assert (moved["w"] != value["w"]).tolist() == [True, False, False, True]
    assert [a != b for a, b in zip(moved["b"], value["b"], strict=True)] == [True, False, True]
    assert [type(one) for one in moved["b"]] == [float, float, np.float64]
    assert moved["n"] == 3
    infinite = shifted(np.array([np.inf, np.nan]))
    assert np.isinf(infinite[0])
    assert np.isnan(infinite[1])


def test_a_recorder_answers_what_it_leaves_out():
    recorder = Recorder(CALLER, {0})
    student = RemoteStudent(recorder, {})
    assert student.twice(1.0) == 2.0
    assert student.twice(2.0) == 4.0
    assert [planned.call.args for planned in recorder.plan()] == [(2.0,)]
