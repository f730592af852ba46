"""A student at work on a paper: his answers so far, kept in `answers.toml` after each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.errors import UsageProblem
from grader.quizzes.answers import (
    AnswerProblem,
    Answers,
    AnswersUnreadable,
    as_text,
    letters_of,
    read_answers,
    value_of,
)
from grader.quizzes.sheet import ANSWERS, PAPER, Sheet, SheetQuestion, answers_text, read_sheet


class AtWork:
    """A paper in a folder, and what is answered. Raises `UsageProblem` where there is none."""

    def __init__(self, folder: Path) -> None:
        paper = folder / PAPER
        if not paper.is_file():
            raise UsageProblem(
                f"{folder} holds no {PAPER}; run grade quiz in the folder of a quiz, or name it."
            )
        try:
            self.sheet: Sheet = read_sheet(paper.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            raise UsageProblem(
                f"{paper} is no text; take it again from where you got it."
            ) from None
        self.path = folder / ANSWERS
        answers = self._read()
        self._lines: Mapping[str, int] = answers.lines
        self._given: dict[str, Any] = dict(answers.given)

    def given(self, question: SheetQuestion) -> str:
        """The answer to a question as it stands; "" for none."""
        return _written(self._given.get(question.id, ""))

    def answer(self, question: SheetQuestion, text: str) -> None:
        """Take an answer, and write it down. Raises `AnswerProblem` for one that is none."""
        self._given[question.id] = understood(question, text)
        temporary = self.path.with_suffix(".writing")
        given = {name: _written(value) for name, value in self._given.items()}
        temporary.write_text(answers_text(self.sheet, given), encoding="utf-8")
        temporary.replace(self.path)

    def problems(self) -> dict[str, str]:
        """What of the file is not understood, by question, with its line."""
        found = {}
        for question in self.sheet.questions:
            try:
                understood(question, self._given.get(question.id, ""))
            except AnswerProblem as fault:
                line = self._lines.get(question.id)
                found[question.id] = f"{f'line {line}: ' if line else ''}{fault}"
        for name in self._given.keys() - {one.id for one in self.sheet.questions}:
            line = self._lines.get(name)
            found[name] = f"{f'line {line}: ' if line else ''}there is no question {name!r}"
        return found

    def open(self) -> list[int]:
        """The places of the questions that have no answer."""
        return [
            place for place, one in enumerate(self.sheet.questions) if not self.given(one).strip()
        ]

    def _read(self) -> Answers:
        if not self.path.is_file():
            return Answers()
        try:
            answers = read_answers(self.path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            raise UsageProblem(f"{self.path} is no text; move it away to begin anew.") from None
        except AnswersUnreadable as fault:
            raise UsageProblem(f"{self.path}: {fault}; mend it, or move it away.") from None
        other = answers.quiz and answers.quiz != self.sheet.quiz
        if other or (answers.paper and answers.paper != self.sheet.paper):
            raise UsageProblem(
                f"{self.path} has the answers to another paper than the {PAPER} beside it; move "
                "one of them away."
            )
        return answers


def understood(question: SheetQuestion, given: Any) -> str:
    """The answer as it is written down; "" for none. Raises `AnswerProblem`."""
    if isinstance(given, str):
        given = given.strip()
    if question.choices:
        several = question.kind == "multi"
        return "".join(letters_of(given, question.letters, several=several))
    value = value_of(given, question.kind)
    # As it was typed: 1/1000 stays what the student meant.
    return _written(given) if value is not None else ""


def _written(value: Any) -> str:
    """An answer in the file as a text in it would be: [3, 4] is (3, 4), and ["a", "c"] is ac."""
    if not isinstance(value, list):
        return as_text(value)
    parts = list(map(_written, value))
    numbers = any(isinstance(part, int | float) for part in value)
    return f"({', '.join(parts)})" if numbers else "".join(parts)
