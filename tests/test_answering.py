"""What a submission may ask of the checker: within bounds, whatever makes an answer slow."""

import msgspec
import pytest

from grader.answering import Answerer, AskedTooMuch
from grader.frames import payload
from grader.standing_in import StandIns
from grader.student import Ends
from grader.wire import Encoder, Op

WITHIN = 0.2
# So often the cheapest of the questions below takes a minute.
TOO_OFTEN = 100_000


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


def test_the_next_call_has_its_own_time():
    answerer = Answerer(StandIns({"count": count}), Ends(None))
    asked = question("count", 1.0)
    answerer.seconds = 2 * WITHIN
    with pytest.raises(AskedTooMuch, match=r"more than 0\.2 s of work"):
        answerer.answer(*asked, WITHIN)
    answerer.seconds = 0.0
    _, _, reply = answerer.answer(*asked, WITHIN)
    assert msgspec.msgpack.decode(reply) == [Op.ANSWER, 499500]
