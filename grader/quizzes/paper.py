"""A quiz as one student has it: his values, and his order of questions and of choices."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from grader.course import Course
from grader.errors import CourseInvalid, UsageProblem
from grader.near import near_words
from grader.quizzes.drawing import Draws
from grader.quizzes.expressions import Value, evaluate, filled, shown
from grader.quizzes.quiz import ChoiceSpec, QuestionSpec, Quiz, load_quiz, path_of

LETTERS = "abcdefghijkl"
# Whose values the practice questions have that everybody gets.
EVERYONE = ""
LEAST_SECRET = 16
# What `course.toml` says before somebody writes a secret of his own.
PUBLISHED_SECRET = "write one of your own for each term"  # noqa: S105 (everybody knows it)


@dataclass(frozen=True)
class Option:
    """A choice of a paper: its letter, its text, its place in the author's order, its spec."""

    letter: str
    text: str
    place: int
    spec: ChoiceSpec
    right: bool


@dataclass(frozen=True)
class Known:
    """A number or tuple that is recognised, right or wrong, and what was done to get it."""

    value: Value
    place: int
    says: str = ""
    misconception: str | None = None


@dataclass(frozen=True)
class Asked:
    """A question of a paper, with the values in their places."""

    number: int
    spec: QuestionSpec
    values: Mapping[str, Value]
    text: str
    why: str
    options: tuple[Option, ...] = ()

    @cached_property
    def right(self) -> tuple[Known, ...]:
        """The right numbers or tuples: where several are, each will do."""
        return tuple(
            Known(self.value(answer), place) for place, answer in enumerate(self.spec.answer)
        )

    @cached_property
    def wrong(self) -> tuple[Known, ...]:
        """The wrong ones that are recognised."""
        return tuple(
            Known(self.value(one.answer), place, filled(one.says, self.values), one.misconception)
            for place, one in enumerate(self.spec.wrong)
        )

    def value(self, expression: str) -> Value:
        """The value of an expression of this question."""
        return evaluate(expression, self.values)

    def agrees(self, given: Value, wanted: Value) -> bool:
        """Whether a number or tuple is another one, within the question's tolerance."""
        if isinstance(wanted, tuple):
            return (
                isinstance(given, tuple)
                and len(given) == len(wanted)
                and all(map(self.agrees, given, wanted))
            )
        if not isinstance(given, int | float) or not isinstance(wanted, int | float):
            return False
        return math.isfinite(given) and abs(given - wanted) <= self.spec.near(wanted)

    @property
    def right_words(self) -> str:
        """What is right, as people read it: the letters, or the number."""
        if self.options:
            return ", ".join(one.letter for one in self.options if one.right) or "none of them"
        return " or ".join(shown(one.value) for one in self.right)


@dataclass(frozen=True)
class Paper:
    """A quiz as one student has it.

    `code` is of all that he sees of it, and `edition` of the quiz and the course's secret: what
    was marked with another one does not hold.
    """

    quiz: Quiz
    student: str
    asked: tuple[Asked, ...]
    code: str
    edition: str


def paper_of(quiz: Quiz, secret: str, student: str) -> Paper:
    """The paper of a student. Raises `CourseInvalid` for a question that can't be drawn."""
    draws = Draws(secret, quiz.slug, student)
    questions = list(quiz.spec.question)
    if not quiz.spec.keep_order:
        questions = draws.order(questions, "questions")
    asked = []
    for number, question in enumerate(questions, start=1):
        try:
            values = draws.values(question)
            asked.append(ask(question, values, draws, number))
        except (LookupError, ValueError) as fault:
            raise CourseInvalid(f"{path_of(quiz.slug)}: {question.id}: {fault}.") from None
    return Paper(quiz, student, tuple(asked), _code(draws, asked), edition_of(quiz, secret))


def edition_of(quiz: Quiz, secret: str) -> str:
    """A digest of a quiz and of the secret that its values follow from."""
    return Draws(secret, quiz.slug, EVERYONE).digest("edition", quiz.sha256).hex()


def ask(
    question: QuestionSpec, values: Mapping[str, Value], draws: Draws | None, number: int = 1
) -> Asked:
    """A question with these values; without `draws`, its choices in the author's order.

    Raises `ExpressionError`.
    """
    places = list(enumerate(question.choice))
    if draws is not None:
        places = draws.order(places, "choices", question.id)
    options = tuple(
        Option(
            letter,
            filled(choice.text, values),
            place,
            choice,
            bool(evaluate(choice.right, values)) if isinstance(choice.right, str) else choice.right,
        )
        for letter, (place, choice) in zip(LETTERS, places, strict=False)
    )
    return Asked(
        number,
        question,
        values,
        filled(question.text, values),
        filled(question.why, values),
        options,
    )


class Papers:
    """The quizzes of a course, and the papers of its students."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._quizzes: dict[str, Quiz] = {}

    def __iter__(self) -> Iterator[Quiz]:
        """The quizzes in course order."""
        return map(self.quiz, self._course.quizzes())

    def require(self, slug: str) -> None:
        """Raise `UsageProblem` if the course has no such quiz."""
        known = self._course.quizzes()
        if slug not in known:
            meant = near_words(slug, known) or f"This course has {', '.join(known) or 'none'}."
            raise UsageProblem(f"There is no quiz {slug!r}. {meant}")

    def quiz(self, slug: str) -> Quiz:
        """One quiz. Raises `CourseInvalid`."""
        if slug not in self._quizzes:
            self._quizzes[slug] = load_quiz(self._course.root, slug)
        return self._quizzes[slug]

    def edition(self, slug: str) -> str:
        """What the reports on a quiz are made with. Raises `CourseInvalid`."""
        return edition_of(self.quiz(slug), self.secret)

    def of(self, slug: str, student: str) -> Paper:
        """A student's paper. Raises `CourseInvalid`, also for a course without a secret."""
        return paper_of(self.quiz(slug), self.secret, student)

    @property
    def warning(self) -> str:
        """What an instructor should know of the secret; "" if it is one of his own."""
        if self._course.spec.secret != PUBLISHED_SECRET:
            return ""
        return (
            "assignments/course.toml: its `secret` is the one that Gradus is published with, so "
            "anyone can work out these papers. Write one of your own there, of at least "
            f"{LEAST_SECRET} characters that nobody can guess, before you hand papers out: "
            "answers to those from before are not read with a new one."
        )

    @property
    def secret(self) -> str:
        """What nobody but the instructors knows. Raises `CourseInvalid`."""
        secret = self._course.spec.secret
        if len(secret) < LEAST_SECRET:
            raise CourseInvalid(
                "assignments/course.toml: quizzes need a secret from which each student's values "
                f'follow; write secret = "…" at its top, with at least {LEAST_SECRET} characters '
                "that nobody can guess."
            )
        return secret


def _code(draws: Draws, asked: list[Asked]) -> str:
    """Of what the student sees, so that a paper from before a change is told as such."""
    seen = [
        (
            one.spec.id,
            one.spec.kind,
            one.text,
            [(each.letter, each.text) for each in one.options],
        )
        for one in asked
    ]
    content = hashlib.sha256(json.dumps(seen).encode()).hexdigest()
    return draws.digest("paper", content).hex()[:12]
