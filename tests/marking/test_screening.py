"""What a worker tells of hundreds of edits is read as what anybody may have written."""

import numpy as np
import pytest

from grader.calls import Call, Earlier, Handle, Op, PlannedCall
from grader.marking.screening import Recorded, _read, may_be_screened
from grader.outcome import CallFailed, StudentRaised


def planned(*args, name="f", op=Op.CALL, watch=(), has_names=False, **kwargs):
    return PlannedCall(Call(op, name, args, kwargs, watch), b"", has_names=has_names)


class Plan:
    """Stands for a case: all that is read of it is the plan."""

    def __init__(self, *plan):
        self.plan = plan


def test_outcomes_are_told_by_setting():
    told = [[1, 0, 1], [[[3.0, []]], [None]], 0]
    one, other, again = _read(told, 3, 1)
    assert one is again
    assert one == (None,)
    assert other[0].value == 3.0


@pytest.mark.parametrize(
    "told",
    [
        None,
        3,
        [],
        [[0], 5, 0],
        [[0], [[None]]],
        [[0, 0], [[None]], 0],
        [[7], [[None]], 0],
        [[-1], [[None]], 0],
        [["x"], [[None]], 0],
        [[0], [[None, None]], 0],
        [[0], [[[1.0]]], 0],
        [[0], [[[1.0, "no list"]]], 0],
        [[0], [[[1.0, [3]]]], 0],
        [[0], [[[]]], 0],
        [[0], [[[[]]]], 0],
        [[0], [[[[3]]]], 0],
    ],
)
def test_whatever_else_is_told_is_none(told):
    assert _read(told, 1, 1) == [None]


def test_calls_of_values_alone_are_screened():
    a = np.ones(3)
    assert may_be_screened(Plan(planned(a, 2, key={"a": [a]})), ())
    assert may_be_screened(Plan(planned(a, watch=("changed",))), ())
    assert may_be_screened(Plan(planned(a), planned(Earlier(1, (0,)), has_names=True)), ())
    assert not may_be_screened(Plan(), ())
    assert not may_be_screened(Plan(planned(a, watch=("steps",))), ())
    assert not may_be_screened(Plan(planned(a, op=Op.GET)), ())
    assert not may_be_screened(Plan(planned([abs])), ())
    assert not may_be_screened(Plan(planned({"a": Handle(1, "", None)})), ())
    assert not may_be_screened(Plan(planned(a, name="g")), ("g",))


def test_a_check_is_answered_what_was_told_and_nothing_else():
    a = np.arange(3.0)
    calls = planned(a), planned(a, 1)
    (outcome,) = _read([[0], [[[2.0, ["0"]], None]], 0], 1, 2)
    caller = Recorded(Plan(*calls), outcome)
    seen = caller.invoke(calls[0].call)
    assert (seen.value, seen.changed) == (2.0, ("0",))
    with pytest.raises(CallFailed):
        caller.invoke(calls[1].call)
    with pytest.raises(CallFailed):
        caller.invoke(planned(a, 7).call)


def test_what_was_raised_is_raised_again():
    call = planned(2)
    told = [[0], [[[["UnicodeError", "ValueError", "Exception"]]]], 0]
    (outcome,) = _read(told, 1, 1)
    with pytest.raises(StudentRaised) as raised:
        Recorded(Plan(call), outcome).invoke(call.call)
    assert raised.value.type_name == "UnicodeError"
    assert "ValueError" in raised.value.bases
