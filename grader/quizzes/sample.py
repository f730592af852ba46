"""Answers as a made-up student would give them, so that anyone can try the grader with a class."""

from __future__ import annotations

import random

from grader.quizzes.expressions import shown
from grader.quizzes.paper import Asked, Paper
from grader.quizzes.sheet import answers_text, sheet_of

# What nobody reckons by mistake.
_FAR_OFF = "12345"
_EMPTY_SHARE = 0.04


def sample_answers(paper: Paper, skill: float, rng: random.Random) -> str:
    """The file of answers of a student who knows such a share of them."""
    given = {
        one.spec.id: _answer(one, rng.random() < skill, rng)
        for one in paper.asked
        if rng.random() >= _EMPTY_SHARE
    }
    return answers_text(sheet_of(paper), given)


def _answer(one: Asked, knows: bool, rng: random.Random) -> str:
    right = [option.letter for option in one.options if option.right]
    wrong = [option.letter for option in one.options if not option.right]
    if one.spec.kind == "single":
        return rng.choice(right if knows else wrong)
    if one.spec.kind == "multi":
        return "".join(sorted(right if knows else [*right[1:], rng.choice(wrong)]))
    if knows:
        return _exactly(one.right[0].value)
    if one.wrong and rng.random() < 0.8:
        return _exactly(rng.choice(one.wrong).value)
    return _FAR_OFF


def _exactly(value: object) -> str:
    if isinstance(value, tuple):
        return shown(value)
    return repr(value)
