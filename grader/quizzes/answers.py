"""What a student answered: the file `answers.toml`, read and never trusted.

Whatever is wrong with one answer is told with its line and costs that answer alone.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.quizzes.expressions import Value
from grader.results import QuestionKind

MOST_CHARACTERS = 200
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+(?:e[+-]?\d{1,3})?)", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_IN_QUOTES = (
    'write the answer between two straight quotes on its line, as in "b", "1/4" or "(3, 4)"'
)
# What may go on over lines: a text in three quotes, a list.
_OPENED = re.compile(r"=\s*(?:\"{3}|'{3}|\[[^\]]*$)")
# Signs that word processors write in place of the ones on the keyboard.
_WRITTEN = str.maketrans({"−": "-", "–": "-", "⁄": "/", "\u00a0": " ", "（": "(", "）": ")"})


class AnswersUnreadable(ValueError):
    """The file is none of answers; the text is the sentence that says why."""


class AnswerProblem(ValueError):
    """One answer has no form that is understood; the text says what it is and what is."""


@dataclass(frozen=True)
class Answers:
    """A student's file: which paper it is for, and each answer as it stands there.

    `lines` are those of the answers, by question.
    """

    quiz: str = ""
    student: str = ""
    paper: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def read_answers(text: str) -> Answers:
    """The answers in a file's text. Raises `AnswersUnreadable`."""
    try:
        table = tomllib.loads(text.removeprefix("\ufeff"))
    except ValueError as fault:  # no TOML, or a number of thousands of digits
        raise AnswersUnreadable(_not_toml(text, str(fault))) from None
    except RecursionError:
        raise AnswersUnreadable("it is nested too deeply for a file of answers") from None
    about = {}
    for name in ("quiz", "student", "paper"):
        value = table.get(name, "")
        if isinstance(value, int) and not isinstance(value, bool):
            value = as_text(value)  # an id of digits, without its quotes
        if not isinstance(value, str):
            raise AnswersUnreadable(f"`{name}` must be a text in quotes, as it was handed out")
        about[name] = value.strip()
    given = table.get("answers", {})
    if not isinstance(given, dict):
        raise AnswersUnreadable("`answers` must be a table: a line [answers], and then the answers")
    return Answers(**about, given=given, lines=_lines(text, given))


def letters_of(given: Any, letters: str, *, several: bool) -> tuple[str, ...]:
    """The choices that an answer names, of these letters; none for one that is left empty.

    Raises `AnswerProblem`.
    """
    wanted = f"one of {', '.join(letters)}" if not several else f'letters such as "{letters[:2]}"'
    parts = given if isinstance(given, list) else [given]
    found: list[str] = []
    for part in parts:
        if not isinstance(part, str):
            raise AnswerProblem(f"{_short(given)} is no choice; write {wanted}")
        # "b", "b)", "(B)", "a, c", "a c", "ac": the letters by themselves are meant.
        for letter in re.sub(r"[\s,;.()\[\]]", "", part).casefold():
            if letter not in letters:
                raise AnswerProblem(f"{_short(given)} is no choice here; write {wanted}")
            if letter not in found:
                found.append(letter)
    if len(found) > 1 and not several:
        raise AnswerProblem(f"{_short(given)} names {len(found)} choices, and one is asked for")
    return tuple(sorted(found))


def value_of(given: Any, kind: QuestionKind) -> Value | None:
    """The number or the tuple that an answer is; None for one that is left empty.

    Raises `AnswerProblem`.
    """
    if given == "" or given == []:
        return None
    if kind == "tuple":
        return _tuple(given)
    return _number(given)


def _number(given: Any) -> Value:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        raise AnswerProblem(f"{_short(given)} is no number; write one such as 0.25, 1e-3 or 1/4")
    if not isinstance(given, str):
        if isinstance(given, int) and abs(given) < 10**300:
            return given
        if isinstance(given, float) and math.isfinite(given):
            return given
        raise AnswerProblem(f"{_short(given)} is no finite number")
    text = _not_long(given.translate(_WRITTEN).strip())
    top, slash, bottom = (_with_a_point(part.strip()) for part in text.partition("/"))
    if not _NUMBER.fullmatch(top) or (slash and not _NUMBER.fullmatch(bottom)):
        raise AnswerProblem(
            f"{_short(given)} is no number; write one such as 0.25, 1e-3 or 1/4{_hint(text)}"
        )
    whole = re.fullmatch(r"[+-]?\d{1,18}", top)
    value: int | float = int(top) if whole else float(top)
    if slash:
        below = float(bottom)
        if below == 0:
            raise AnswerProblem(f"{_short(given)} divides by 0")
        value = value / below
    if not math.isfinite(value):
        raise AnswerProblem(f"{_short(given)} is no finite number")
    return value


def _with_a_point(text: str) -> str:
    """A number's decimal comma as a point, where it separates no thousands.

    It may where three digits follow one to three that begin with no 0.
    """
    found = None if _THOUSANDS.fullmatch(text) else _DECIMAL_COMMA.fullmatch(text)
    return f"{found[1]}.{found[2]}" if found else text


def _hint(text: str) -> str:
    """What is mostly meant by what is no number, and how to write that."""
    if any(_THOUSANDS.fullmatch(part.strip()) for part in text.split("/")):
        return (
            "; the comma may be of a decimal or of a thousand: write the first as a point, and "
            "leave the other out"
        )
    if text.endswith("%"):
        return "; write it without the per cent sign"
    if re.match(r"[+-]?[\d.,]*\d\s*[^\W\d_]+$", text):
        return "; write it without its unit"
    if re.search(r"\d", text) and re.search(r"[-+*/^(]", text):
        return "; an expression is not worked out: write its value"
    return ""


def _tuple(given: Any) -> Value:
    if isinstance(given, list):
        return tuple(_number(part) for part in given)
    if not isinstance(given, str):
        raise AnswerProblem(f"{_short(given)} is no shape; write one such as (3, 4)")
    text = _not_long(given.translate(_WRITTEN).strip())
    if text[:1] in ("(", "[") and text[-1:] in (")", "]"):
        text = text[1:-1]
    # "3 x 4" and "3 × 4" are how shapes are read aloud.
    # Where semicolons separate, commas are of decimals.
    separators = ";" if ";" in text else r"[,×]|(?<=\d)\s*x\s*(?=[\d-])"
    parts = [part.strip() for part in re.split(separators, text)]
    if parts and not parts[-1]:
        parts.pop()  # (5,)
    if not parts:
        raise AnswerProblem(f"{_short(given)} has no entries; write them as in (3, 4)")
    try:
        return tuple(_number(part) for part in parts)
    except AnswerProblem:
        raise AnswerProblem(
            f"{_short(given)} is not understood; write the entries as in (3, 4)"
        ) from None


def _not_long(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise AnswerProblem(f"{_short(text)} is too long for a number")
    return text


def as_text(value: Any) -> str:
    """A value of the file as people write it; never raises."""
    try:
        return str(value)
    except (ValueError, RecursionError):  # a hexadecimal number has more digits than Python writes
        return "a number of thousands of digits"


def _short(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else as_text(value)
    text = "".join(sign if sign.isprintable() else "�" for sign in text)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _not_toml(text: str, fault: str) -> str:
    """The line that is no TOML, what is mostly wrong with it, and what to do."""
    line = re.search(r"\(at line (\d+), column \d+\)", fault)
    if "digits" in fault:
        return "a number in it has thousands of digits; write the answers as they were asked for"
    lines = text.splitlines()
    at_the_end = line is None or int(line[1]) > len(lines)
    # What was opened above is missed where it should have ended, or gone on.
    if at_the_end or re.search(r"nclosed array|nvalid value .*, column 1\)", fault):
        opened = next((at for at, one in enumerate(lines, 1) if _OPENED.search(one)), 0)
        if opened:
            said = _short(lines[opened - 1].strip())
            return f"line {opened} is not closed: {said}; {_IN_QUOTES}"
    number = len(lines) if line is None else min(int(line[1]), len(lines))
    content = lines[number - 1].strip()
    twice = "verwrite" in fault
    return f"line {number} is not understood: {_short(content)}; {_to_mend(content, twice=twice)}"


def _to_mend(line: str, *, twice: bool) -> str:
    """What to do with a line that is no TOML; `twice`: what it answers has an answer above."""
    name, equals, value = (part.strip() for part in line.partition("="))
    if twice:
        return "the question is there twice: take one of the two lines out"
    if name.startswith("["):
        return "the line over the answers is [answers], with both brackets"
    if not equals:
        return "put # before what is no answer, or take the line out"
    if not re.fullmatch(r"[\w-]+", name, re.ASCII):
        return "before the = stands the name of the question alone, as it was handed out"
    if re.match("[“”„‟‘’‚«»`´]", value):
        return f"these are the quotes of a word processor: {_IN_QUOTES}"
    if value.count('"') % 2:
        return f"one quote of two is missing: {_IN_QUOTES}"
    return _IN_QUOTES


def _lines(text: str, given: Mapping[str, Any]) -> dict[str, int]:
    """The line on which each answer begins, as far as it stands on one of its own."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = re.match(r"\s*[\"']?(\w+)[\"']?\s*=", line)
        if match and match[1] in given:
            found[match[1]] = number
    return found
