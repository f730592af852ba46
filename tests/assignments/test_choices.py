"""What the looks of a quiz's choices give away: no more of what is right than chance does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import pytest

from grader.course import load_course
from grader.quizzes import Asked, Papers, plain

ROOT = Path(__file__).resolve().parents[2]
# So many standard deviations of guessing may all questions together be off.
MOST_OFF = 1.5


@dataclass
class Guessed:
    """What a student earns who takes a choice by its length alone, and who takes any at all."""

    slug: str
    questions: int = 0
    right: float = 0.0
    by_chance: float = 0.0
    variance: float = 0.0

    def add(self, one: Asked, pick: Callable[[Sequence[int]], int]) -> None:
        lengths = [len(plain(option.text)) for option in one.options]
        taken = [
            option.right
            for option, length in zip(one.options, lengths, strict=True)
            if length == pick(lengths)
        ]
        chance = 1 / len(lengths)
        self.questions += 1
        self.right += sum(taken) / len(taken)
        self.by_chance += chance
        self.variance += chance * (1 - chance)


def guessed(pick: Callable[[Sequence[int]], int]) -> list[Guessed]:
    """By quiz, over the questions of which one choice is right."""
    course = load_course(ROOT)
    papers = Papers(course)
    found = [Guessed(slug) for slug in course.quizzes()]
    for one in found:
        for asked in papers.of(one.slug, "anybody").asked:
            if asked.spec.kind == "single":
                one.add(asked, pick)
    return found


@pytest.mark.parametrize("pick", [max, min], ids=["longest", "shortest"])
def test_who_takes_a_choice_by_its_length_is_right_as_often_as_by_chance(
    pick: Callable[[Sequence[int]], int],
) -> None:
    """Make wrong choices as full as right ones, or right ones shorter."""
    found = guessed(pick)
    right, by_chance = (sum(getattr(one, of) for one in found) for of in ("right", "by_chance"))
    told = f"{right:.1f} by length and {by_chance:.1f} by chance; " + ", ".join(
        f"{one.slug}: {one.right:.1f} of {one.questions}" for one in found
    )
    assert abs(right - by_chance) <= MOST_OFF * sqrt(sum(one.variance for one in found)), told


def test_the_longest_choice_is_the_right_one_in_at_most_half_of_a_quiz() -> None:
    found = {one.slug: (one.right, one.questions) for one in guessed(max)}
    assert {slug: of for slug, of in found.items() if 2 * of[0] > of[1]} == {}
