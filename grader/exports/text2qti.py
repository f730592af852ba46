"""A quiz as the text that text2qti reads, which makes QTI 1.2 of it for Canvas and others.

Documented in the README of text2qti (github.com/gpoore/text2qti). Its text is Markdown with
formulas in dollars, as a question's is. A question with drawn values is a group of variants, of
which one is picked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.exports.exported import Exported, forms
from grader.quizzes import Asked, Quiz, Variants, plain, variants_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def text2qti_text(quiz: Quiz, secret: str) -> Exported:
    """The quiz as text2qti's text. Raises `LookupError` or `ValueError` for what can't be drawn."""
    lines = [
        f"Quiz title: {_line(plain(quiz.spec.title))}",
        *([f"Quiz description: {_line(quiz.spec.story)}"] if quiz.spec.story else []),
        "shuffle answers: true",
        "show correct answers: false",
        "",
    ]
    lost: list[str] = []
    for number, one in enumerate(variants_of(quiz, secret), start=1):
        if not one.spec.practice:
            lines += _variants(one, number)
        lost += _lost(one)
    return Exported("\n".join(lines), ".txt", tuple(lost))


def _lost(one: Variants) -> Iterator[str]:
    spec = one.spec
    if spec.practice:
        yield f"{spec.id}: left out, as it is for practice, and every question counts there"
        return
    if spec.draw:
        yield (
            f"{spec.id}: a group of {len(one.asked)} variants, of which one is picked, stands for "
            "the values that would be drawn"
        )
    if spec.half:
        yield f"{spec.id}: half the points for one slip are not to be had there; all or nothing"
    if spec.kind == "tuple":
        yield f"{spec.id}: a shape is a short answer, of which the text is compared"
    if spec.kind in ("number", "tuple") and spec.wrong:
        yield f"{spec.id}: what is said of {len(spec.wrong)} wrong answers has no place there"


def _variants(one: Variants, number: int) -> Iterator[str]:
    points = one.spec.counts
    if len(one.asked) > 1:
        yield "GROUP"
        yield "pick: 1"
        yield f"points per question: {points}"
        yield ""
    for asked in one.asked:
        yield f"Title: {one.spec.id}"
        if len(one.asked) == 1:
            yield f"Points: {points}"
        yield from _question(asked, number)
        yield ""
    if len(one.asked) > 1:
        yield "END_GROUP"
        yield ""


def _question(asked: Asked, number: int) -> Iterator[str]:
    yield f"{number}. {_block(asked.text, len(f'{number}. '))}"
    yield f"... {_block(asked.why, 4)}"
    several = asked.spec.kind == "multi"
    for letter, option in zip(_LETTERS, asked.options, strict=False):
        if several:
            start = "[*] " if option.right else "[ ] "
        else:
            start = f"{'*' if option.right else ''}{letter}) "
        yield f"{start}{_block(option.text, len(start))}"
        if option.spec.says:
            yield f"... {_block(option.spec.says, 4)}"
    for known in asked.right:
        if isinstance(known.value, tuple):
            for text in forms(known.value):
                yield f"* {text}"
        elif isinstance(known.value, int | float):
            near = asked.spec.near(known.value)
            if isinstance(known.value, int) and near < 0.5:
                yield f"=   {known.value}"
            else:
                yield f"=   {known.value:.12g} +- {max(near, 1e-9):.3g}"


def _block(text: str, indent: int) -> str:
    """A text whose further lines stand below its first, which keeps them in it."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return ("\n" + " " * indent).join(line or "" for line in lines)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
