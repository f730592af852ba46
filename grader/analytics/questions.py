"""The questions of a quiz over a class: who chose what, how hard each is, and how well it tells.

Difficulty is the mean share of a question's points. Discrimination is the correlation of a
question's points with those of all others of the quiz together (corrected item-total correlation):
near 0, or below, whoever knows the rest does no better here.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from grader.results import Question, QuestionKind, Report

# Of fewer students a correlation says nothing.
LEAST = 10


@dataclass(frozen=True)
class Picked:
    """A choice, or a number that is recognised: how many gave it, of how many that had it on their
    papers, and for how many of these it was right.
    """

    label: str
    number: int
    offered_right: int
    offered: int
    misconception: str | None


@dataclass(frozen=True)
class QuestionSummary:
    """One question over the class."""

    name: str
    label: str
    kind: QuestionKind
    points: int
    asked: int
    answered: int
    difficulty: float
    discrimination: float | None
    picked: tuple[Picked, ...]
    others: int
    """How many answered with something else than these."""
    unread: int
    """How many wrote something that is no answer of its kind."""


def questions_of(graded: Sequence[Report]) -> tuple[QuestionSummary, ...]:
    """The questions that count, by name; none for an assignment."""
    names = dict.fromkeys(
        one.name
        for report in graded
        for one in report.exercises
        if one.question is not None and one.max_score
    )
    return tuple(_summary(name, graded) for name in sorted(names))


def _summary(name: str, graded: Sequence[Report]) -> QuestionSummary:
    mine: list[Question] = []
    scores, rests = [], []
    points, answered = 0, 0
    for report in graded:
        for one in report.exercises:
            if one.name == name and one.question is not None:
                mine.append(one.question)
                points = one.max_score
                scores.append(one.score)
                rests.append((report.score or 0) - one.score)
                answered += all(check.verdict != "not_implemented" for check in one.checks)
    picked = _picked(mine)
    known = sum(any(option.chosen for option in one.options) for one in mine)
    unread = sum(not one.understood for one in mine)
    return QuestionSummary(
        name=name,
        label=mine[0].label,
        kind=mine[0].kind,
        points=points,
        asked=len(mine),
        answered=answered,
        difficulty=statistics.fmean(scores) / points,
        discrimination=_correlation(scores, rests),
        picked=picked,
        others=answered - known - unread,
        unread=unread,
    )


def _picked(questions: Sequence[Question]) -> tuple[Picked, ...]:
    found: dict[str, list[int]] = {}
    misconceptions: dict[str, str | None] = {}
    for question in questions:
        for option in question.options:
            counts = found.setdefault(option.label, [0, 0, 0])
            misconceptions.setdefault(option.label, option.misconception)
            counts[0] += option.chosen
            counts[1] += bool(option.right)
            counts[2] += 1
    some = [
        Picked(label, number, offered_right, offered, misconceptions[label])
        for label, (number, offered_right, offered) in found.items()
    ]
    return tuple(sorted(some, key=lambda one: (-one.number, one.label)))


def _correlation(scores: Sequence[int], rests: Sequence[int]) -> float | None:
    if len(scores) < LEAST or len({*scores}) < 2 or len({*rests}) < 2:
        return None
    return statistics.correlation(scores, rests)
