"""A question in a few variants, for systems that cannot draw a student's values themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.quizzes.drawing import Draws
from grader.quizzes.paper import Asked, ask
from grader.quizzes.quiz import QuestionSpec, Quiz

# Of a question with drawn values so many variants are handed over; the system takes one by chance.
VARIANTS = 6
MOST_TRIED = 200


@dataclass(frozen=True)
class Variants:
    """A question, and its variants; the only one of a question without drawn values."""

    spec: QuestionSpec
    asked: tuple[Asked, ...]


def variants_of(quiz: Quiz, secret: str) -> Iterator[Variants]:
    """The questions of a quiz in the author's order, each in its variants, no two alike.

    Raises `LookupError` or `ExpressionError` for a question that can't be drawn.
    """
    for spec in quiz.spec.question:
        found: dict[str, Asked] = {}
        for number in range(MOST_TRIED if spec.draw else 1):
            values = Draws(secret, quiz.slug, f"variant {number}").values(spec)
            found.setdefault(repr(sorted(values.items())), ask(spec, values, None))
            if len(found) == VARIANTS:
                break
        yield Variants(spec, tuple(found.values()))
