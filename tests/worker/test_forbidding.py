"""What an exercise may not call, it may not call through functions that it has no use for."""

from __future__ import annotations

import numpy as np
import pytest

from grader.calls.messages import load_request
from grader.worker.forbidding import _replace
from grader.worker.frames import parse, payload
from grader.worker.host import NOT_ALLOWED, Host
from grader.worker.wire import Op

pytestmark = pytest.mark.usefixtures("clean_modules")
NAME = "np.heaviside"


@pytest.fixture(autouse=True)
def put_back():
    original = np.heaviside
    yield
    _replace(np.heaviside, original)


def call(source, *, forbidden=(), exercises=("step", "used", "other")):
    """The reply to step(0.5); `used` is an exercise that step uses, and `other` is none."""
    host = Host(lambda *_: pytest.fail("nobody was to be asked"))
    request = load_request(
        f"import functools\nimport numpy as np\n{source}",
        "handed_in",
        exercises=exercises,
        exercise="step",
        forbidden=(NAME, *forbidden),
    )
    for one in (request, payload([Op.CALL.value, "step", [1, 0.5], [2], [], 0], [])):
        body, _, data = one
        reply_body, _, reply = host.reply(parse(data[:body], data[body:]))
        answer = parse(reply[:reply_body], reply[reply_body:])
    return answer


FREE = [
    "def used(z):\n    return np.heaviside(z, 1.0)\ndef step(z):\n    return used(z)\n",
    (
        "def help(z):\n    return np.heaviside(z, 1.0)\ndef used(z):\n    return help(z)\n"
        "def step(z):\n    return used(z)\n"
    ),
    (
        "@functools.lru_cache\ndef used(z):\n    return np.heaviside(z, 1.0)\n"
        "def step(z):\n    return used(z)\n"
    ),
    (
        "def same(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n"
        "    return inner\n@same\ndef used(z):\n    return np.heaviside(z, 1.0)\n"
        "@same\ndef step(z):\n    return used(z)\n"
    ),
]


@pytest.mark.parametrize("source", FREE)
def test_what_an_exercise_uses_may_use_it(source):
    assert call(source, forbidden=["other"])[0] == Op.VALUE, source


@pytest.mark.parametrize(
    "source",
    [
        "def other(z):\n    return np.heaviside(z, 1.0)\ndef step(z):\n    return other(z)\n",
        (
            "def used(z, t=0):\n    return np.heaviside(z, 1.0) if t else z\n"
            "def step(z):\n    return used(z, 1)\n"
        ),
        (
            "def used(z, *, t=0):\n    return np.heaviside(z, 1.0) if t else z\n"
            "def step(z):\n    return used(z, t=1)\n"
        ),
        "def used(*z):\n    return np.heaviside(z[0], 1.0)\ndef step(z):\n    return used(z, 1)\n",
        (
            "def used(**z):\n    return np.heaviside(z['z'], 1.0)\n"
            "def step(z):\n    return used(z=z)\n"
        ),
        "def step(z):\n    return np.heaviside(z, 1.0)\nused = step\n",
        (
            "def step(z):\n    return np.heaviside(z, 1.0)\n@functools.wraps(step)\n"
            "def used(z):\n    return z\n"
        ),
        (
            "def same(f):\n    def inner(z):\n        return f(z)\n    return inner\n"
            "@same\ndef used(z):\n    return z\n"
            "@same\ndef step(z):\n    return np.heaviside(z, 1.0)\n"
        ),
    ],
)
def test_what_it_does_not_use_or_switches_may_not(source):
    reply = call(source, forbidden=["other"])
    assert (reply[0], reply[-1]) == (Op.RAISED, NOT_ALLOWED), source
