"""What trusted code gave is given again to the same calls, and to no others."""

import numpy as np
import pytest

from grader.calls import Call, LocalCaller, Noted, Op
from grader.outcome import StudentRaised

SOURCE = """
import numpy as np

asked = []


def times(x, by=2.0):
    asked.append(1)
    return {"value": by * x, "asked": len(asked)}


def refuses(x):
    asked.append(1)
    raise ValueError(f"no, {len(asked)}")


class Box:
    pass


def box():
    asked.append(1)
    return [Box(), len(asked)]
"""
ONE = np.array([1.0, -2.0])


def call(name, *args, **kwargs):
    return Call(Op.CALL, name, args, kwargs, ())


@pytest.fixture
def noted():
    return Noted(LocalCaller(SOURCE))


def asked(caller, *args, **kwargs):
    return caller.invoke(call(*args, **kwargs)).value["asked"]


def test_the_same_calls_are_not_asked_again(noted):
    assert [asked(noted, "times", ONE), asked(noted, "times", ONE, by=3.0)] == [1, 2]
    again = noted.again()
    assert [asked(again, "times", ONE.copy()), asked(again, "times", ONE, by=3.0)] == [1, 2]
    assert asked(again, "times", ONE) == 3  # each is given once
    assert asked(noted.again(), "times", ONE) == 1


def test_calls_between_may_be_left_out_and_others_are_asked(noted):
    for by in (1.0, 2.0, 3.0):
        asked(noted, "times", ONE, by=by)
    again = noted.again()
    assert asked(again, "times", ONE, by=2.0) == 2
    assert asked(again, "times", ONE, by=9.0) == 4
    assert asked(again, "times", ONE.astype(np.float32), by=3.0) == 5
    assert asked(again, "times", ONE, by=3.0) == 3


def test_what_was_written_into_since_is_another_call(noted):
    x = ONE.copy()
    asked(noted, "times", x)
    x[0] = 7.0
    assert asked(noted.again(), "times", x) == 2
    assert asked(noted.again(), "times", ONE) == 1


def test_what_was_given_may_be_written_into(noted):
    first = noted.invoke(call("times", ONE)).value
    first["value"] = None
    second = noted.again().invoke(call("times", ONE)).value
    assert list(second["value"]) == [2.0, -4.0]
    second.clear()
    assert noted.again().invoke(call("times", ONE)).value["asked"] == 1


def test_what_raised_raises_again(noted):
    for caller in (noted, noted.again()):
        with pytest.raises(StudentRaised) as raised:
            caller.invoke(call("refuses", ONE))
        assert raised.value.text == "no, 1"


def test_objects_that_stay_where_they_are_made_are_made_anew(noted):
    assert [noted.invoke(call("box")).value[1], noted.again().invoke(call("box")).value[1]] == [
        1,
        2,
    ]
