"""One check as the student reads it: its outcome in words, and the evidence for it.

Given only what `feedback_of` lets through. All text here is plain and unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.reports.text import count, one_line, visible
from grader.reports.words import Word, kind_words, verdict_means, verdict_word
from grader.results import CheckResult, Counterexample

MOST_WARNINGS = 3


@dataclass(frozen=True)
class CheckView:
    """One check as the student reads it; an empty string is left out."""

    anchor: str
    title: str
    word: Word
    points: str
    about: str
    message: str
    hint: str
    code_label: str
    code: str
    got: str
    want: str
    warnings: tuple[str, ...]
    line: int | None
    raised: str


def check_view(anchor: str, check: CheckResult, limit: int) -> CheckView:
    """The view of one check; evidence longer than `limit` characters is clipped."""
    word = verdict_word(check.verdict)
    if check.points == 0:
        word = word._replace(tone="quiet")
        points = "no points"
    elif check.verdict == "broken":
        points = f"{count(check.points, 'point')} withheld"
    else:
        points = f"{check.earned} of {count(check.points, 'point')}"
    found = check.counterexample
    short = min(limit, 300)
    return CheckView(
        anchor=anchor,
        title=one_line(check.title, short) or one_line(check.id) or "(no title)",
        word=word,
        points=points,
        about=f"{'public' if check.public else 'hidden'} check, {kind_words(check.kind)}",
        message=visible(check.message or verdict_means(check.verdict), limit),
        hint=visible(check.hint, limit),
        code_label="Smallest input that fails" if found and found.shrunk else "An input that fails",
        code=_pasteable(found, limit) if found else "",
        got=visible(found.got, limit) if found else "",
        want=visible(found.want, limit) if found else "",
        warnings=first_of(check.warnings, MOST_WARNINGS, short),
        line=_line(check),
        raised=visible(check.raised, limit),
    )


def _line(check: CheckResult) -> int | None:
    told = re.search(rf"\bline {check.line}\b", check.message)
    return None if told else check.line


def _pasteable(found: Counterexample, limit: int) -> str:
    lines = [f"{name} = {value}" for name, value in found.inputs.items()]
    if found.call:
        lines.append(found.call)
    code = "\n".join(lines)
    if "np." in code:
        code = f"import numpy as np\n{code}"
    return visible(code, limit)


def first_of(texts: Sequence[str], most: int, limit: int) -> tuple[str, ...]:
    """The first of the texts, each on one line, and how many more there are."""
    shown = tuple(one_line(text, limit) for text in texts[:most])
    more = len(texts) - len(shown)
    return (*shown, f"… and {more} more") if more else shown


def said_once(checks: list[CheckView]) -> tuple[CheckView, ...]:
    """The checks, each message only where it is first given."""
    said: set[str] = set()
    shown = []
    for check in checks:
        repeated = check.message in said or check.message == check.word.text
        shown.append(replace(check, message="") if repeated else check)
        said.add(check.message)
    return tuple(shown)
