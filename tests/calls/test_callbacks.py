"""What a submission may ask of the checker: within bounds, whatever makes an answer slow."""

import warnings

import msgspec
import numpy as np
import pytest

from grader.calls.callbacks import Answerer, AskedTooMuch, StandIns
from grader.calls.messages import Ends
from grader.worker.frames import payload
from grader.worker.wire import Encoder, Op

WITHIN = 0.2
# So often the cheapest of the questions below takes many seconds.
TOO_OFTEN = 5_000_000


def question(name, *args):
    ends = Ends(None)
    encoder = Encoder(ends)
    body, _, data = payload(
        [Op.ASK.value, name, encoder.pack(args), encoder.pack({})], encoder.blobs
    )
    return data[:body], data[body:]


def count(_):
    return sum(range(1000))


@pytest.mark.parametrize(
    "asked",
    [
        question("count", 1.0),
        question("count", [[1.0] * 5] * 9000),  # takes longer to read than to answer
        question("count", "x" * (1 << 20)),
    ],
    ids=["known", "long to read", "long text"],
)
def test_answers_together_take_no_longer_than_a_call(asked):
    answerer = Answerer(StandIns({"count": count}), Ends(None))
    answerer.answer(*asked, WITHIN)

    def ask_without_end():
        for _ in range(TOO_OFTEN):
            answerer.answer(*asked, WITHIN)

    with pytest.raises(AskedTooMuch):
        ask_without_end()


@pytest.mark.parametrize(
    "asked",
    [
        question("count", np.zeros(1 << 20)),
        question("count", np.zeros(8, np.float16)),
        question("count", {"W": [np.zeros((2, 2), np.float16)]}),
    ],
)
def test_what_one_step_of_numpys_could_take_minutes_for_is_refused(asked):
    answerer = Answerer(StandIns({"count": lambda _: pytest.fail("it was computed")}), Ends(None))
    _, _, reply = answerer.answer(*asked, WITHIN)
    assert msgspec.msgpack.decode(reply)[:2] == [Op.REFUSE, "MemoryError"]


def test_an_answer_prints_no_warnings():
    def warns(x):
        return np.log(x) / 0

    answerer = Answerer(StandIns({"warns": warns}), Ends(None))
    with warnings.catch_warnings(record=True) as seen:
        answerer.answer(*question("warns", np.zeros(2)), WITHIN)
    assert seen == []


def test_the_next_call_has_its_own_time():
    answerer = Answerer(StandIns({"count": count}), Ends(None))
    asked = question("count", 1.0)
    answerer.seconds = 2 * WITHIN
    with pytest.raises(AskedTooMuch, match=r"more than 0\.2 s of work"):
        answerer.answer(*asked, WITHIN)
    answerer.seconds = 0.0
    _, _, reply = answerer.answer(*asked, WITHIN)
    assert msgspec.msgpack.decode(reply) == [Op.ANSWER, 499500]


def answered(asked, function):
    """What a function gives, or the exception that its asker gets."""
    _, _, reply = Answerer(StandIns({"f": function}), Ends(None)).answer(*asked, WITHIN)
    return msgspec.msgpack.decode(reply)[:2]


def refused(_):
    pytest.fail("it was computed")


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32", "uint32", "int64", "bool"])
def test_many_whole_numbers_are_refused_whatever_their_size(dtype):
    """Of these NumPy makes a product in plain loops: of bytes, 4 MB of them took minutes."""
    asked = question("f", np.zeros((700, 700), dtype))
    assert answered(asked, refused) == [Op.REFUSE, "MemoryError"]


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "uint64"])
def test_small_whole_numbers_become_those_that_are_known(dtype):
    kinds = []

    def f(x, y):
        kinds.extend([x.dtype, y["a"][0].dtype])

    value = np.ones(3, dtype)
    answered(question("f", value, {"a": [value[0]]}), f)
    assert kinds == [np.dtype(np.int64)] * 2


@pytest.mark.parametrize("dtype", ["float64", "float32", "complex128", "int64", "bool"])
def test_what_is_known_is_handed_on_as_it_is(dtype):
    kinds = []
    answered(question("f", np.ones(3, dtype)), lambda x: kinds.append(x.dtype))
    assert kinds == [np.dtype(dtype)]


@pytest.mark.parametrize(
    "value",
    [1 << 64, [[1, 2], [-(1 << 70), 3]], {"n": (1 << 13_000,)}, np.full(2, 1 << 63, np.uint64)],
    ids=["beyond", "in a table", "in a dict", "in an array"],
)
def test_a_whole_number_that_makes_a_table_of_objects_is_refused(value):
    assert answered(question("f", value), refused) == [Op.REFUSE, "OverflowError"]


def test_a_list_counts_as_the_array_that_it_becomes():
    assert answered(question("f", [True] * 150_000), refused) == [Op.REFUSE, "MemoryError"]
    assert answered(question("f", [1.5] * 20_000), lambda _: 1) == [Op.ANSWER, 1]


def test_a_table_of_texts_is_refused():
    """As long as the longest, all of them: gigabytes."""
    asked = question("f", ["x" * 1_000_000, *["a"] * 5000])
    assert answered(asked, lambda x: np.array(x).size) == [Op.REFUSE, "MemoryError"]
