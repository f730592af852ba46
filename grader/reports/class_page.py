"""What the class page says, before it takes a form. For the instructor: nothing is hidden.

All text here is plain and unescaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.analytics import BINS, AssignmentSummary, Picked, QuestionSummary, Spread
from grader.gradebook import gradebook
from grader.reports.text import one_line, shown_name
from grader.results import Report
from grader.results.words import (
    Word,
    count,
    listed,
    percent,
    repair_words,
    rung_words,
    score_words,
    status_word,
    unread_words,
    verdict_word,
)

TOP = 10
MOST_MENDED = 40
# Below this a question is said to tell little (Ebel's rule of thumb for a question to be revised).
LEAST_TELLING = 0.2


@dataclass(frozen=True)
class TableCell:
    """One student's result on one assignment; `report` is None where it doesn't count for him."""

    report: Report | None
    text: str
    word: Word | None
    held: bool


@dataclass(frozen=True)
class StudentRow:
    """One line of the class's table."""

    name: str
    cells: tuple[TableCell, ...]
    course: str


@dataclass(frozen=True)
class KnownAs:
    """A misconception: the sentence that students were told, its id, and who has it."""

    told: str
    exercise: str
    id: str
    who: tuple[tuple[str, Report], ...]


@dataclass(frozen=True)
class MendedBy:
    """A submission's exercise that one edit mends, or several together: what is wrong, and how."""

    student: str
    report: Report
    exercise: str
    places: tuple[tuple[str, str, str], ...]
    """Each with what was told of it, the statement as it is, and what it becomes."""


@dataclass(frozen=True)
class Reason:
    """One submission that a person should know about, and why."""

    student: str
    report: Report
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Concern:
    """A group of submissions that need a person."""

    anchor: str
    title: str
    explained: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram, in the drawing's own units."""

    label: str
    number: int
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class PickedView:
    """An answer of a question, how many gave it, and the length of its bar in percent."""

    text: str
    number: int
    share: int
    tone: str
    word: str
    misconception: str


@dataclass(frozen=True)
class AskedView:
    """A question of a quiz over the class."""

    name: str
    text: str
    difficulty: str
    discrimination: str
    warning: str
    picked: tuple[PickedView, ...]


@dataclass(frozen=True)
class AssignmentView:
    """One assignment's figures."""

    anchor: str
    slug: str
    title: str
    max_score: int
    counts: tuple[tuple[str, int], ...]
    figures: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    described: str
    missed: tuple[tuple[str, str, str, int, int, int], ...]
    """Title, exercise, public or hidden, how many missed it, of how many, percentage."""
    misconceptions: tuple[KnownAs, ...]
    mended: tuple[MendedBy, ...]
    mended_more: int
    quiz: bool
    questions: tuple[AskedView, ...]
    verdicts: tuple[tuple[Word, int], ...]
    isolation: str
    editions: int


@dataclass(frozen=True)
class ClassPage:
    """The whole page."""

    students: int
    submissions: int
    unsafe: str
    concerns: tuple[Concern, ...]
    assignments: tuple[AssignmentView, ...]
    rows: tuple[StudentRow, ...]
    lowest_first: tuple[StudentRow, ...]
    """The same rows in another order: the page needs no script for it."""
    weighted: bool
    """Whether a column for the whole course is worth showing."""
    weights: tuple[str, ...]


def class_page(reports: Sequence[Report], weights: Mapping[str, float] | None = None) -> ClassPage:
    """The page over these reports; `weights` as for the gradebook."""
    book = gradebook(reports, weights)
    unsafe = [one_line(a.slug) for a in book.assignments if "D" in a.rungs]
    rows = tuple(
        StudentRow(
            shown_name(row.student),
            tuple(_cell(one) for one in row.reports),
            "withheld" if row.percent is None else f"{row.percent:.1f} %",
        )
        for row in book.rows
    )
    shares = [-1.0 if row.percent is None else row.percent for row in book.rows]
    lowest_first = sorted(range(len(rows)), key=lambda place: shares[place])
    return ClassPage(
        students=len(book.rows),
        submissions=sum(len(a.reports) for a in book.assignments),
        unsafe=listed(unsafe) if unsafe else "",
        concerns=_concerns(book.assignments),
        assignments=tuple(
            _assignment(number, one) for number, one in enumerate(book.assignments, start=1)
        ),
        rows=rows,
        lowest_first=tuple(rows[place] for place in lowest_first),
        weighted=len(book.assignments) > 1,
        weights=tuple(f"{(weights or {}).get(one.slug, 1.0):g}" for one in book.assignments),
    )


def _cell(report: Report | None) -> TableCell:
    if report is None:
        return TableCell(None, "not asked", None, held=False)
    word = None if report.status == "graded" else status_word(report.status)
    return TableCell(report, score_words(report), word, held=bool(report.held))


def _concerns(assignments: Sequence[AssignmentSummary]) -> tuple[Concern, ...]:
    broken = [report for one in assignments for report in one.broken]
    unreadable = [report for one in assignments for report in one.unreadable]
    held = [report for one in assignments for report in one.held]
    found = (
        Concern(
            "withheld",
            "Withheld: a fault of the grader",
            "No score was given and none was lowered. Mend the cause, then grade these again.",
            tuple(_reason(report, [report.problem]) for report in broken),
        ),
        Concern(
            "held",
            "To be looked at by a person",
            "These were marked, but something in them is for you to judge.",
            tuple(_reason(report, report.held) for report in held),
        ),
        Concern(
            "unreadable",
            "Could not be read, or stopped while it was loaded",
            "Of these nothing could be marked; the students’ pages say why.",
            tuple(_reason(report, [report.problem]) for report in unreadable),
        ),
    )
    return tuple(one for one in found if one.reasons)


def _reason(report: Report, reasons: Sequence[str]) -> Reason:
    texts = [one_line(reason) for reason in reasons[:TOP]]
    return Reason(
        shown_name(report.student), report, tuple(text or "no reason given" for text in texts)
    )


def _assignment(number: int, one: AssignmentSummary) -> AssignmentView:
    spread = one.spread
    mended = tuple(_mended(one.reports))
    return AssignmentView(
        anchor=f"a{number}",
        slug=one_line(one.slug, 120),
        title=one_line(one.title) or one_line(one.slug, 120),
        max_score=one.max_score,
        counts=(
            ("Graded", one.graded),
            ("Missing", len(one.missing)),
            ("Unreadable", len(one.unreadable)),
            ("Withheld", len(one.broken)),
            ("To look at", len(one.held)),
        ),
        figures=_figures(spread) if spread else (),
        bars=_bars(spread) if spread else (),
        described=_described(spread) if spread else "",
        missed=tuple(
            (
                one_line(m.title) or one_line(m.check),
                one_line(m.exercise, 120),
                "public" if m.public else "hidden",
                m.failed,
                m.tried,
                round(100 * m.share),
            )
            for m in one.missed[:TOP]
        ),
        misconceptions=tuple(
            KnownAs(
                one_line(m.hint) or one_line(m.misconception, 120),
                one_line(m.exercise, 120),
                one_line(m.misconception, 120),
                tuple((shown_name(report.student), report) for report in m.reports),
            )
            for m in one.misconceptions[:TOP]
        ),
        mended=mended[:MOST_MENDED],
        mended_more=len(mended[MOST_MENDED:]),
        quiz=any(report.quiz for report in one.reports),
        questions=tuple(map(_asked, sorted(one.questions, key=lambda asked: asked.difficulty))),
        verdicts=()
        if one.questions
        else tuple((verdict_word(verdict), number) for verdict, number in one.verdicts),
        isolation=listed([rung_words(rung) for rung in one.rungs]) or rung_words(None),
        editions=one.editions,
    )


def _mended(reports: Sequence[Report]) -> Iterator[MendedBy]:
    for report in reports:
        for exercise in report.exercises:
            if exercise.repairs:
                yield MendedBy(
                    shown_name(report.student),
                    report,
                    one_line(exercise.name, 120),
                    tuple(
                        (one_line(repair_words(r)), one_line(r.old), one_line(r.new) or "(nothing)")
                        for r in exercise.repairs
                    ),
                )


def _asked(one: QuestionSummary) -> AskedView:
    told = one.discrimination
    warning = ""
    if told is not None and told < LEAST_TELLING:
        warning = "tells little: see its wording"
    picked = [_picked(each, one.asked) for each in one.picked]
    for text, number in (
        ("another answer", one.others),
        (unread_words(one.kind), one.unread),
        ("not answered", one.asked - one.answered),
    ):
        if number:
            picked.append(PickedView(text, number, percent(number, one.asked), "quiet", "", ""))
    return AskedView(
        name=one_line(one.name, 120),
        text=one_line(one.label),
        difficulty=f"{100 * one.difficulty:.0f} %",
        discrimination="–" if told is None else f"{told:.2f}".replace("-", "−"),
        warning=warning,
        picked=tuple(picked),
    )


def _picked(one: Picked, asked: int) -> PickedView:
    word, tone = "", "bad"
    if one.offered_right:
        everyone = one.offered_right == one.offered
        word, tone = ("right", "good") if everyone else ("right for some", "warn")
    share = percent(one.number, asked)
    return PickedView(one_line(one.label), one.number, share, tone, word, one.misconception or "")


def _figures(spread: Spread) -> tuple[tuple[str, str], ...]:
    return (
        ("Mean", f"{spread.mean:.1f}"),
        ("Median", f"{spread.median:g}"),
        ("Quartiles", f"{spread.lower:g} and {spread.upper:g}"),
        ("Lowest and highest", f"{spread.lowest:g} and {spread.highest:g}"),
    )


def bin_label(place: int) -> str:
    """A tenth of the full score: "0–9 %", … "90–100 %"."""
    width = 100 // BINS
    last = 100 if place == BINS - 1 else (place + 1) * width - 1
    return f"{place * width}–{last} %"


def _bars(spread: Spread) -> tuple[Bar, ...]:
    tallest = max(spread.bins)
    heights = [round(120 * number / tallest) for number in spread.bins]
    # A bar that stands for someone is never too low to be seen.
    heights = [max(h, 2) if n else 0 for h, n in zip(heights, spread.bins, strict=True)]
    return tuple(
        Bar(bin_label(place), number, 10 + 44 * place, 140 - height, height)
        for place, (number, height) in enumerate(zip(spread.bins, heights, strict=True))
    )


def _described(spread: Spread) -> str:
    some = [
        f"{count(number, 'submission')} at {bin_label(place)}"
        for place, number in enumerate(spread.bins)
        if number
    ]
    return f"{listed(some)} of the full score."
