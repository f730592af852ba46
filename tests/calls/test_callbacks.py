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
