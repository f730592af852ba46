"""A quiz as it lies in the course: its TOML, checked for sense.

Whatever is wrong with it is a `CourseInvalid` with file, question and what was expected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from grader.course import QUIZZES, course_path, read_spec, spec_text
from grader.quizzes.expressions import SLOT, ExpressionError, Value, evaluate, names_in
from grader.results import FeedbackLevel, QuestionKind

FOLDER = QUIZZES
MOST_CHOICES = 12
# What rounding may change of a number that is meant exactly, and of one with five digits.
EXACT = 1e-9
FIVE_DIGITS = 1e-5
# Of the values of one name, and of those that a range may hold.
MOST_VALUES = 100_001


class _Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChoiceSpec(_Spec):
    """One choice: its text, and whether it is `right`, be it by an expression.

    `says` is what someone did who took it, where it is wrong, and `misconception` the known one
    that it stands for, as `<assignment>/<id>`.
    """

    text: str = Field(min_length=1)
    right: bool | str = False
    says: str = ""
    misconception: str | None = None


class WrongSpec(_Spec):
    """A wrong number or tuple that is recognised: its expression, and what was done."""

    answer: str = Field(min_length=1)
    says: str = Field(min_length=1)
    misconception: str | None = None


class QuestionSpec(_Spec):
    """One question.

    `draw` has the values that a student gets one of each name of, and `where` what they must
    fulfil together. A question for `practice` counts nothing, and comes with its answer and why.
    With `half`, one slip in a multiple choice gives half the points. Without a tolerance whole
    numbers must be exact, and others right to five digits.
    """

    id: str = Field(pattern=r"^[a-z]\w*$")
    kind: QuestionKind
    points: int = Field(default=2, ge=1)
    text: str = Field(min_length=1)
    why: str = Field(min_length=1)
    practice: bool = False
    half: bool = False
    draw: dict[str, tuple[Any, ...]] = Field(default_factory=dict)
    where: str = "True"
    choice: tuple[ChoiceSpec, ...] = ()
    answer: tuple[str, ...] = ()
    wrong: tuple[WrongSpec, ...] = ()
    absolute: float = Field(default=0, ge=0)
    relative: float = Field(default=0, ge=0)

    @field_validator("draw", mode="before")
    @classmethod
    def _ranges(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {name: _values(one) for name, one in value.items()}

    @field_validator("answer", mode="before")
    @classmethod
    def _one_or_more(cls, value: Any) -> Any:
        return (str(value),) if isinstance(value, str | int | float) else value

    @model_validator(mode="after")
    def _named(self) -> QuestionSpec:
        try:
            self._whole()
        except ValueError as fault:
            raise ValueError(f"{self.id}: {fault}") from None
        return self

    def _whole(self) -> None:
        chosen = self.kind in ("single", "multi")
        if chosen and not 2 <= len(self.choice) <= MOST_CHOICES:
            raise ValueError(f"a {self.kind} question has 2 to {MOST_CHOICES} choices")
        if chosen and (self.answer or self.wrong):
            raise ValueError("choices say what is right; answer and wrong are for numbers")
        if not chosen and (self.choice or not self.answer):
            raise ValueError(f"a {self.kind} question has an answer, and no choices")
        if self.half and self.kind != "multi":
            raise ValueError("half the points are for one slip in a multiple choice")
        if self.half and self.points % 2:
            raise ValueError("points that are halved are even")
        for where, expression in self.expressions():
            try:
                unknown = sorted(names_in(expression) - self.draw.keys())
            except ExpressionError as fault:
                raise ValueError(f"{where} {expression!r}: {fault}") from None
            if unknown:
                raise ValueError(f"{where} {expression!r}: nothing is drawn for {unknown[0]!r}")

    def near(self, value: float) -> float:
        """How far an answer may lie from this number."""
        if self.absolute or self.relative:
            return max(self.absolute, self.relative * abs(value))
        return EXACT if isinstance(value, int) else max(EXACT, FIVE_DIGITS * abs(value))

    @property
    def counts(self) -> int:
        """The points that it adds to a score."""
        return 0 if self.practice else self.points

    def expressions(self) -> Iterator[tuple[str, str]]:
        """All expressions in it, with where they stand."""
        yield "where", self.where
        for one in self.answer:
            yield "answer", one
        for wrong in self.wrong:
            yield "wrong answer", wrong.answer
        for choice in self.choice:
            if isinstance(choice.right, str):
                yield "right", choice.right
        texts = [self.text, self.why]
        texts += [text for choice in self.choice for text in (choice.text, choice.says)]
        texts += [wrong.says for wrong in self.wrong]
        for text in texts:
            for found in SLOT.finditer(text):
                yield "text", found[1].strip()

    def misconceptions(self) -> Iterator[str]:
        """The known misconceptions that it names."""
        named = [one.misconception for one in self.choice]
        named += [one.misconception for one in self.wrong]
        yield from (name for name in named if name is not None)

    def all_values(self) -> Iterator[dict[str, Value]]:
        """Every set of values that may be drawn. Raises `ExpressionError`."""
        for values in product(*self.draw.values()):
            named = dict(zip(self.draw, values, strict=True))
            if evaluate(self.where, named):
                yield named

    @property
    def combinations(self) -> int:
        """How many sets of values there are before `where`."""
        found = 1
        for values in self.draw.values():
            found *= len(values)
        return found


class QuizSpec(_Spec):
    """`assignments/quizzes/<slug>.toml`; `story` is what all questions are about."""

    title: str = Field(min_length=1)
    minutes: int | None = Field(default=None, gt=0)
    feedback: FeedbackLevel = "full"
    story: str = ""
    keep_order: bool = False
    question: tuple[QuestionSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids(self) -> QuizSpec:
        ids = [one.id for one in self.question]
        for one in ids:
            if ids.count(one) > 1:
                raise ValueError(f"question {one!r} is there twice")
        return self


@dataclass(frozen=True)
class Quiz:
    """A quiz of a course: its slug, what its file says, and the digest of that."""

    slug: str
    spec: QuizSpec
    sha256: str

    @property
    def max_score(self) -> int:
        """The points of the questions that count."""
        return sum(one.counts for one in self.spec.question)

    @property
    def questions(self) -> Mapping[str, QuestionSpec]:
        """The questions by id, in the author's order."""
        return {one.id: one for one in self.spec.question}


def load_quiz(root: Path, slug: str) -> Quiz:
    """The quiz `slug` of the course at `root`. Raises `CourseInvalid`."""
    path = root / "assignments" / FOLDER / f"{slug}.toml"
    text = spec_text(path)
    spec = read_spec(path, QuizSpec)
    return Quiz(slug, spec, hashlib.sha256(text.encode()).hexdigest())


def path_of(slug: str) -> str:
    """A quiz's file as an author knows it."""
    return course_path(Path("assignments") / FOLDER / f"{slug}.toml")


def _values(given: Any) -> Any:
    """The values of one name: a list of them, or a range as "3..20" or "0.1..0.9 by 0.1"."""
    if not isinstance(given, str):
        if not isinstance(given, list | tuple) or not given:
            raise ValueError('values are a list, or a range such as "3..20"')
        for one in given:
            if isinstance(one, bool) or not isinstance(one, int | float | str):
                raise ValueError(f"{one!r} is no number and no text")
        if len({*given}) < len(given):
            raise ValueError("a value is there twice")
        return tuple(given)
    ends, _, step = given.partition(" by ")
    low, dots, high = ends.partition("..")
    try:
        numbers = [_exact(one) for one in (low, high, step or "1")]
    except ValueError:
        numbers = []
    if not dots or not numbers or numbers[2][0] <= 0 or numbers[1] < numbers[0]:
        raise ValueError(f'{given!r} is no range such as "3..20" or "0.1..0.9 by 0.1"')
    digits = max(places for _, places in numbers)
    first, last, by = (round(number * 10**digits) for number, _ in numbers)
    if (last - first) // by >= MOST_VALUES:
        raise ValueError(f"{given!r} holds more than {MOST_VALUES} values")
    if not digits:
        return tuple(range(first, last + 1, by))
    return tuple(round(one / 10**digits, digits) for one in range(first, last + 1, by))


def _exact(text: str) -> tuple[float, int]:
    """A number, and the digits behind its point."""
    text = text.strip()
    return float(text), len(text.partition(".")[2])
