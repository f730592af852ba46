"""Given code in a worker: checks ask the grader's copy, and one that is changed tells nothing."""

from __future__ import annotations

import pytest

from grader.calls import Call, LocalCaller, Op
from grader.outcome import NotImplementedYet, ProtocolViolation

BOX = """
import math


class Box:
    limit = 3

    def __init__(self, value):
        self.value = value

    def root(self):
        return math.sqrt(self.value)


def yours():
    import own

    return own


def doubled(x, by=2):
    return yours().f(Box(x * by)).value


KEPT = []


def count():
    KEPT.append(1)
    return len(KEPT)
"""
RIGHT = "from box import Box\n\n\ndef f(box):\n    box.mark = 1\n    return Box(box.value)\n"


def caller(source, exercises=("f",)):
    return LocalCaller(source, "own", given={"box": BOX}, exercises=exercises)


def value(source, name, *args):
    return caller(source).invoke(Call(Op.CALL, name, args)).value


def test_given_code_calls_exercises_with_objects_that_both_know():
    assert value(RIGHT, "doubled", 4) == 8
    isinstance_of = RIGHT + "\n\ndef f(box):\n    return Box(float(isinstance(box, Box)))\n"
    assert value(isinstance_of, "doubled", 4) == 1.0


@pytest.mark.parametrize(
    "more",
    [
        "def doubled(*_):\n    return 99\n",
        "import box\ndef f(b):\n    box.KEPT.append(99)\n    return b\n",
        "import math as doubled\n",
    ],
)
def test_a_name_of_given_code_means_the_graders_copy(more):
    assert value(RIGHT + more, "doubled", 4) == 8


def test_what_the_submissions_copy_keeps_is_not_the_graders():
    assert value(RIGHT + "from box import count\ncount()\ncount()\n", "count") == 1


def test_nothing_else_of_a_submission_is_called():
    with pytest.raises(NotImplementedYet):
        value(RIGHT + "def helper():\n    return 1\n", "helper")
    with pytest.raises(NotImplementedYet):
        value(RIGHT, "math")


@pytest.mark.parametrize(
    "patch",
    [
        "import box\nbox.doubled = lambda x: 99\n",
        "import box as b\nsetattr(b, 'yours', None)\n",
        "import box\nvars(box)['yours'] = None\n",
        "import box\nbox.__dict__.update(yours=None)\n",
        "import box\nbox.isinstance = None\n",
        "import box\ndel box.count\n",
        "from box import doubled\ndoubled.__defaults__ = (3,)\n",
        "from box import doubled\ndoubled.__code__ = (lambda x, by=2: 99).__code__\n",
        "Box.limit = 4\n",
        "Box.root = lambda self: 99\n",
        "Box.__eq__ = lambda self, other: True\n",
        "Box.__init__.__code__ = (lambda self, value: None).__code__\n",
        "import sys\nsys.modules['math'].sqrt = abs\n",
    ],
)
def test_a_copy_that_is_changed_tells_nothing(patch, monkeypatch):
    import math

    monkeypatch.setattr(math, "sqrt", math.sqrt)  # put back when this is over
    with pytest.raises(ProtocolViolation, match="changes given code"):
        caller(RIGHT + patch)


def test_what_is_changed_during_a_call_ends_its_value_and_those_after_it():
    source = RIGHT + "def f(box):\n    type(box).limit = 4\n    return box\n"
    loaded = caller(source)
    for _ in range(2):
        with pytest.raises(ProtocolViolation, match="changes given code"):
            loaded.invoke(Call(Op.CALL, "doubled", (4,)))


def test_builtins_of_given_code_are_its_own():
    source = RIGHT + "__builtins__['len'] = lambda _: 99\n"
    assert value(source, "count") == 1
