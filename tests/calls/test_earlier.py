"""Naming an earlier result is the same as sending it back, in whatever form it came."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.calls.call import Call
from grader.calls.earlier import Earlier, Parts, filled, holds_names, named_like, names_in, part
from grader.calls.local import LocalCaller
from grader.calls.messages import Ends, load_request, observed, packed
from grader.calls.plan import Recorder
from grader.outcome import StudentRaised
from grader.worker.frames import parse_own
from grader.worker.host import Host
from grader.worker.objects import EarlierReplies
from grader.worker.wire import Op, Tag

SOURCE = """
from typing import NamedTuple
import numpy as np

class Cache(NamedTuple):
    A: object
    W: object

class Layer:
    def __init__(self, A):
        self.A = A

def give(value):
    return value

def own(A):
    return A.sum(), Cache(A, [A, A + 1])

def opaque(A):
    return {"out": A, "layer": Layer(A)}

def out_of(layer):
    return layer.A

def kind(value, number=0):
    return type(value).__name__

def spoil(value):
    value[0][...] = 7.0
    return value

def fail():
    raise ValueError
"""


class Names:
    """The checker's end for requests that name results."""

    def pack(self, value):
        assert isinstance(value, Earlier), value
        return value.packed()

    def keep(self, value):
        return None

    def unpack(self, tagged):
        raise AssertionError(tagged)


class Worker:
    """A host in this process that gets requests as they are sent."""

    def __init__(self, source=SOURCE):
        self.host = Host(lambda *_: pytest.fail("nobody was to be asked"))
        self.ends = Ends(self)
        body, _, data = load_request(source, "own")
        assert self.reply(parse_own(data[:body], data[body:]))[0] == Op.VALUE

    def reply(self, message):
        body, _, data = self.host.reply(message)
        return parse_own(data[:body], data[body:])

    def call(self, name, *args, keep=0):
        body, _, data = packed(Call(Op.CALL, name, args), Names(), keep=keep)
        reply = self.reply(parse_own(data[:body], data[body:]))
        return observed(reply, name, self.ends).value


def equal(one, other):
    if isinstance(one, np.ndarray):
        return (
            isinstance(other, np.ndarray)
            and one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(equal, one.values(), other.values()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return one == other or (one != one and other != other)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | arrays(st.sampled_from([np.float64, np.int32, np.bool_]), st.sampled_from([(), (2,), (2, 3)]))
)
KEYS = st.text(max_size=3) | st.integers(-5, 5)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=3)
    ),
    max_leaves=8,
)


def paths(value, path=()):
    """Every place in a value that a path of numbers and texts leads to."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            if isinstance(key, str):
                yield from paths(item, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from paths(item, (*path, number))


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_a_named_part_is_what_would_be_sent_back(value):
    worker = Worker()
    given_back = worker.call("give", value, keep=1000)
    for back, path in enumerate(paths(given_back), start=1):
        wanted = part(given_back, path)
        assert equal(worker.call("give", Earlier(back, path)), wanted)


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_what_is_planned_is_what_is_sent(value):
    """Packed with names and filled in again, or known again on a run, arguments are the same."""
    parts = Parts()
    parts.add(0, value)
    arguments = [part(value, path) for path in paths(value)]
    named = parts.named(arguments, 1)
    assert all(name.back == 1 for name in names_in(named))
    assert equal(filled(named, lambda back: value), arguments)
    assert named_like(named, arguments, lambda back: value) == named
    arrays_among = any(isinstance(one, np.ndarray) for one in arguments)
    assert holds_names(named) or not arrays_among


def test_equal_arrays_that_are_not_the_object_itself_do_not_fit():
    value = {"a": np.zeros(2)}
    planned = Earlier(1, ("a",))
    assert named_like(planned, value["a"], lambda back: value) is planned
    with pytest.raises(LookupError):
        named_like(planned, np.zeros(2), lambda back: value)


def test_a_students_own_object_comes_back_as_itself():
    worker = Worker()
    worker.call("own", np.ones(2), keep=9)
    assert worker.call("kind", Earlier(1, (1,))) == "Cache"
    assert worker.call("kind", Earlier(2, ())) == "tuple"
    assert worker.call("kind", Earlier(3, (1, 0))) == "ndarray"
    assert equal(worker.call("give", Earlier(4, (1, 1, 1))), np.full(2, 2.0))


def test_what_does_not_cross_by_value_is_named_too():
    worker = Worker()
    worker.call("opaque", np.ones(3), keep=2)
    assert worker.call("kind", Earlier(1, ("layer",))) == "Layer"
    assert equal(worker.call("out_of", Earlier(2, ("layer",))), np.ones(3))


def test_a_result_is_named_as_it_was_sent_whatever_became_of_it():
    worker = Worker()
    worker.call("give", [np.zeros(2)], keep=3)
    assert equal(worker.call("spoil", Earlier(1, ())), [np.full(2, 7.0)])
    assert equal(worker.call("give", Earlier(2, ())), [np.zeros(2)])


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([1.0], (1,)),
        ([1.0], ("key",)),
        ({"a": 1.0}, ("b",)),
        ({"a": 1.0}, (0,)),
        ({0: 1.0}, (0,)),
        (1.0, (0,)),
        (None, ("a",)),
        ("text", (0,)),
    ],
)
def test_a_part_that_is_not_there_is_an_error_and_the_worker_goes_on(value, path):
    worker = Worker()
    worker.call("give", value, keep=1)
    with pytest.raises(StudentRaised) as raised:
        worker.call("kind", Earlier(1, path))
    assert raised.value.type_name == "LookupError"
    with pytest.raises(LookupError):
        part(value, path)
    assert worker.call("kind", 1.0) == "float"


def test_a_call_that_failed_or_was_not_kept_has_no_parts():
    worker = Worker()
    with pytest.raises(StudentRaised):
        worker.call("fail", keep=1)
    for back in (1, 2, 3):  # the call that failed, and those after it that nobody keeps
        with pytest.raises(StudentRaised) as raised:
            worker.call("kind", Earlier(back, ()))
        assert raised.value.type_name == "LookupError"


def test_results_go_when_nobody_names_them_any_more():
    results = EarlierReplies()
    payload = packed(Call(Op.CALL, "f", ()), Names())
    results.begin()
    results.keep(payload, 2)
    for _ in range(2):
        results.begin()
        assert results._kept
    results.begin()
    assert not results._kept


def test_a_plan_names_results_and_keeps_them_as_long():
    recorder = Recorder(LocalCaller(SOURCE, "own"))

    def call(name, *args):
        return recorder.invoke(Call(Op.CALL, name, args)).value

    _, cache = call("own", np.ones(2))
    call("kind", 1.0)
    call("kind", [cache, cache[0]])
    call("kind", np.ones(2))
    plan = recorder.plan()
    assert [planned.keep for planned in plan] == [2, 0, 0, 0]
    assert [planned.has_names for planned in plan] == [False, False, True, False]
    assert plan[2].call.args == ([Earlier(2, (1,)), Earlier(2, (1, 0))],)
    body, _, data = plan[2].request
    tree = parse_own(data[:body], data[body:])[2]
    named = [Tag.RESULT.value, 2, 1], [Tag.RESULT.value, 2, 1, 0]
    assert tree == [Tag.TUPLE.value, [Tag.LIST.value, *named]]


def test_a_planned_call_fits_only_with_what_its_own_run_gave():
    recorder = Recorder(LocalCaller(SOURCE, "own"))
    first = recorder.invoke(Call(Op.CALL, "give", ([np.ones(2)],))).value
    recorder.invoke(Call(Op.CALL, "kind", (first, 3)))
    second = recorder.plan()[1]
    mine = [np.zeros(5)]
    assert second.fits(Call(Op.CALL, "kind", (mine, 3)), {0: mine}, 1)
    assert not second.fits(Call(Op.CALL, "kind", ([np.zeros(5)], 3)), {0: mine}, 1)
    assert not second.fits(Call(Op.CALL, "kind", (mine, 4)), {0: mine}, 1)
    assert not second.fits(Call(Op.CALL, "kind", (mine, 3)), {}, 1)
    assert not second.fits(Call(Op.CALL, "give", (mine, 3)), {0: mine}, 1)
