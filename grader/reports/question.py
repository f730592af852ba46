"""A question of a quiz as the student's page shows it: what was asked and chosen, and why."""

from __future__ import annotations

from dataclasses import dataclass

from grader.reports.text import one_line, visible
from grader.results import ExerciseResult, Option, Question
from grader.results.words import Word, count, unread_words


@dataclass(frozen=True)
class OptionView:
    """A choice: its letter and text, and in words what it is to the student."""

    letter: str
    text: str
    chosen: bool
    word: Word | None


@dataclass(frozen=True)
class QuestionView:
    """One question. `given` and `right` are shown where there are no choices to mark."""

    anchor: str
    number: int
    name: str
    text: str
    word: Word
    score: str
    options: tuple[OptionView, ...]
    given: str
    right: str
    message: str
    known: str
    why: str


def question_view(number: int, result: ExerciseResult, limit: int) -> QuestionView:
    """The view of a result that has a question."""
    question = result.question
    assert question is not None
    (check,) = result.checks
    chosen = question.kind in ("single", "multi")
    return QuestionView(
        anchor=f"q{number}",
        number=number,
        name=one_line(result.name, 120),
        text=visible(question.text, limit),
        word=question_word(result),
        score="for practice" if not result.max_score else _score(result),
        options=tuple(_option(one, limit) for one in question.options) if chosen else (),
        given="" if chosen else one_line(question.given, 200),
        right="" if chosen or check.verdict == "passed" else one_line(question.right, 200),
        message=visible(check.message, limit),
        known=visible(result.misconception_hint, limit),
        why=visible(question.why, limit),
    )


def _score(result: ExerciseResult) -> str:
    return f"{result.score} of {count(result.max_score, 'point')}"


def question_word(result: ExerciseResult) -> Word:
    """What became of a question, in the words of answers and not of code."""
    (check,) = result.checks
    if check.verdict == "not_implemented":
        return Word("○", "not answered", "quiet")
    if check.verdict == "passed":
        return Word("✓", "right", "good")
    if result.score:
        return Word("◐", "one slip", "warn")
    if result.question is not None and not result.question.understood:
        return Word("✗", unread_words(result.question.kind), "bad")
    return Word("✗", "wrong", "bad")


def _option(one: Option, limit: int) -> OptionView:
    word = None
    if one.right is None:
        word = Word("•", "your choice", "quiet") if one.chosen else None
    elif one.chosen:
        right = Word("✓", "your choice, right", "good")
        word = right if one.right else Word("✗", "your choice, wrong", "bad")
    elif one.right:
        word = Word("→", "right", "warn")
    return OptionView(one.letter, visible(one.text, limit), one.chosen, word)


def told_of(question: Question | None, *, answers: bool, given: bool) -> Question | None:
    """What may be told of a question: with `answers` all, else what was `given`, or that it is."""
    if question is None or answers:
        return question
    options = tuple(
        one.model_copy(
            update={"right": None, "misconception": None, "chosen": one.chosen and given}
        )
        for one in question.options
        # Of numbers that are recognised each gives the answer away.
        if question.kind in ("single", "multi")
    )
    bare: dict[str, object] = {"right": "", "why": "", "options": options}
    if not given:
        bare |= {"given": "", "understood": True}
    return question.model_copy(update=bare)
