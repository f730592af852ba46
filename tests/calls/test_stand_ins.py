"""Stand-ins: an answer is kept under all the bytes of its question, and only for so many bytes."""

import pytest

from grader.calls import callbacks as standing_in
from grader.calls.callbacks import OVERHEAD, Answers, StandIns, is_plain, question_of
from grader.worker.frames import payload
from grader.worker.wire import Tag

ANSWER = payload([1, "answer"])


def add(a, b):
    return a + b


def test_an_answer_is_found_by_the_very_bytes_of_its_question():
    helpers = StandIns({"add": add})
    helpers.answers.keep(question_of(b"question", b"arrays"), "add", ANSWER)
    assert helpers.known(question_of(b"question", b"arrays")) == ANSWER
    # Moving a byte over the border between the two makes another question.
    for other in [(b"question", b"array"), (b"questiona", b"rrays"), (b"", b"questionarrays")]:
        assert helpers.known(question_of(*other)) is None


def test_an_answer_serves_whoever_may_ask_that_function():
    answers = Answers()
    answers.keep(b"q", "add", ANSWER)
    assert StandIns({"add": add, "other": add}, answers).known(b"q") == ANSWER
    # A right submission may not ask for what it has to work out itself.
    assert StandIns({"other": add}, answers).known(b"q") is None
    assert StandIns({}, answers).known(b"q") is None
    assert StandIns({"add": add}).known(b"q") is None


def test_the_oldest_make_room(monkeypatch):
    monkeypatch.setattr(standing_in, "MOST_BYTES", 10 * (len(ANSWER[2]) + OVERHEAD))
    answers = Answers()
    for number in range(30):
        answers.keep(b"%d" % number, "add", ANSWER)
    kept = [number for number in range(30) if answers.find(b"%d" % number)]
    assert kept == list(range(20, 30))


def test_what_was_asked_on_hidden_inputs_is_not_found_from_public_ones():
    answers = Answers()
    answers.keep(b"public", "add", ANSWER)
    answers.hidden = True
    assert answers.find(b"public")
    answers.keep(b"hidden", "add", ANSWER)
    assert answers.find(b"hidden")
    # The next student's public checks: an answer that comes sooner would be read by its time.
    answers.hidden = False
    assert answers.find(b"hidden") is None
    assert answers.find(b"public")
    answers.hidden = True
    assert answers.find(b"hidden")


def test_hidden_questions_crowd_no_public_one_out(monkeypatch):
    monkeypatch.setattr(standing_in, "MOST_BYTES", 10 * (len(ANSWER[2]) + OVERHEAD))
    answers = Answers()
    answers.keep(b"public", "add", ANSWER)
    answers.hidden = True
    for number in range(30):
        answers.keep(b"%d" % number, "add", ANSWER)
    answers.hidden = False
    assert answers.find(b"public")


def test_what_is_too_large_is_not_kept(monkeypatch):
    monkeypatch.setattr(standing_in, "MOST_BYTES", 100 + OVERHEAD)
    monkeypatch.setattr(standing_in, "MOST_QUESTION", 10)
    answers = Answers()
    answers.keep(b"long answer", "add", payload([1, "x" * 200]))
    assert answers.find(b"long answer") is None
    assert question_of(b"long question", b"x" * 11) == b""
    assert question_of(b"short", b"x" * 10)


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
