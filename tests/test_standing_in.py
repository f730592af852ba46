"""Stand-ins: an answer is kept under all the bytes of its question, and only for so many bytes."""

import pytest

from grader import standing_in
from grader.frames import payload
from grader.standing_in import OVERHEAD, StandIns, is_plain
from grader.wire import Tag

ANSWER = payload([1, "answer"])


def test_an_answer_is_found_by_the_very_bytes_of_its_question():
    known = StandIns({})
    known.keep(b"question", b"arrays", ANSWER)
    assert known.known(b"question", b"arrays") == ANSWER
    # Moving a byte over the border between the two makes another question.
    for other in [(b"question", b"array"), (b"questiona", b"rrays"), (b"", b"questionarrays")]:
        assert known.known(*other) is None


def test_two_sets_of_stand_ins_share_nothing():
    one, other = StandIns({}), StandIns({})
    one.keep(b"q", b"", ANSWER)
    assert other.known(b"q", b"") is None


def test_the_oldest_make_room(monkeypatch):
    monkeypatch.setattr(standing_in, "MOST_BYTES", 10 * (len(ANSWER[2]) + OVERHEAD))
    known = StandIns({})
    for number in range(30):
        known.keep(b"%d" % number, b"", ANSWER)
    kept = [number for number in range(30) if known.known(b"%d" % number, b"")]
    assert kept == list(range(20, 30))


def test_what_is_too_large_is_not_kept(monkeypatch):
    monkeypatch.setattr(standing_in, "MOST_BYTES", 100 + OVERHEAD)
    monkeypatch.setattr(standing_in, "MOST_QUESTION", 10)
    known = StandIns({})
    known.keep(b"long answer", b"", payload([1, "x" * 200]))
    known.keep(b"long question", b"x" * 11, ANSWER)
    known.keep(b"short", b"x" * 10, ANSWER)
    assert known.known(b"long answer", b"") is None
    assert known.known(b"long question", b"x" * 11) is None
    assert known.known(b"short", b"x" * 10) == ANSWER


@pytest.mark.parametrize(
    ("tree", "plain"),
    [
        (None, True),
        (7, True),
        ([Tag.LIST.value, 6, 7, 8], True),  # numbers in a list are no tags
        ([Tag.DICT.value, "w", [Tag.TUPLE.value, 1.0]], True),
        ([Tag.HANDLE.value, 3, "an object"], False),
        ([Tag.FUNCTION.value, 0], False),
        ([Tag.TUPLE.value, 1, [Tag.KEPT.value, 0, [Tag.LIST.value]]], False),
        ([Tag.DICT.value, "f", [Tag.LIST.value, [Tag.FUNCTION.value, 0]]], False),
    ],
)
def test_what_means_something_in_one_session_only_is_not_plain(tree, plain):
    assert is_plain(tree) is plain
