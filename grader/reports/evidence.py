"""One check as the student reads it: its outcome in words, and the evidence for it.

The order of the evidence is decided here, once for all views: what differs, the input as
code, what came back beside what must, the likely cause, the student's own lines, NumPy's
warnings, the hint. Given only what `feedback_of` lets through. All text here is plain and
unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from grader.reports.text import one_line, visible
from grader.reports.warnings import warning_words
from grader.results import CheckResult, Counterexample, GradientRow
from grader.results.words import (
    Word,
    count,
    is_vague,
    kind_words,
    verdict_means,
    verdict_word,
)

MOST_WARNINGS = 3
GRADIENT_HEAD = (
    "gradient", "shape", "worst entry", "yours (analytic)", "numeric", "relative error", "verdict"
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One piece of evidence. A pair has a second label and text, which stand beside the first.

    `rows` is the body of a table, under GRADIENT_HEAD; its text is the same, aligned.
    """

    label: str
    text: str
    form: Literal["prose", "python", "output", "pair", "table"]
    other_label: str = ""
    other: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


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
    table: tuple[tuple[str, ...], ...]
    """Of a gradient check: a row for each parameter, under GRADIENT_HEAD."""
    cause: str
    source: tuple[tuple[str, str], ...]
    """Lines of the student's file: which, and its text."""
    warnings: tuple[str, ...]
    line: int | None
    """The line that raised, if nothing else names it."""
    raised: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """The evidence below the title, in order."""
        return tuple(_parts(self))


def _parts(view: CheckView) -> Iterator[Part]:
    if view.message:
        yield Part("", view.message, "prose")
    if view.code:
        yield Part(view.code_label, view.code, "python")
    if view.table:
        text = aligned((GRADIENT_HEAD, *view.table))
        yield Part("Your gradients beside numeric ones", text, "table", rows=view.table)
    if view.raised:
        yield Part("What it raised", view.raised, "output")
    if view.got and view.want:
        yield Part(
            "What came back", view.got, "pair", other_label="What must come back", other=view.want
        )
    elif view.got:
        yield Part("What came back", view.got, "output")
    elif view.want:
        yield Part("What must come back", view.want, "output")
    if view.cause:
        yield Part("Likely cause", view.cause, "prose")
    for where, text in view.source:
        yield Part(where, text, "python")
    if view.line is not None:
        yield Part("Where", f"Line {view.line} of your file", "prose")
    if view.warnings:
        yield Part("NumPy warned", "\n".join(view.warnings), "prose")
    if view.hint:
        yield Part("Hint", view.hint, "prose")


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """The rows as lines of text whose columns stand one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


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
        # What is known of this answer says more than what is said of any.
        hint=visible(check.hint, limit) if is_vague(check.cause) else "",
        code_label="Smallest input that fails" if found and found.shrunk else "An input that fails",
        code=_pasteable(found, limit) if found else "",
        got=visible(found.got, limit) if found else "",
        want=visible(found.want, limit) if found else "",
        table=tuple(_gradient(row) for row in found.gradients) if found else (),
        cause=visible(check.cause, limit),
        source=tuple(
            (_capital(one_line(line.where, 80)), visible(line.text, short)) for line in check.source
        ),
        warnings=first_of(
            [_capital(warning_words(one)) for one in check.warnings], MOST_WARNINGS, short
        ),
        line=_line(check),
        raised=visible(check.raised, limit),
    )


def _gradient(row: GradientRow) -> tuple[str, ...]:
    kinks = f", {row.kinks} at a kink left out" if row.kinks else ""
    verdict = ("✓ agrees" if row.right else "✗ wrong") + kinks
    cells = (row.name, row.shape, row.worst, row.analytic, row.numeric, row.error, verdict)
    return tuple(one_line(cell, 60) for cell in cells)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(check: CheckResult) -> int | None:
    if check.source:
        return None
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
