"""The summary that a person reads in a terminal after a class has been graded.

Prints to the console it is given and computes nothing that the gradebook has not. Text
from elsewhere is passed as `Text`, which has no markup, and loses its control characters,
since a terminal obeys them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.analytics import AssignmentSummary, Spread
from grader.gradebook import gradebook
from grader.reports.question import question_word
from grader.reports.student_page import why_not_there
from grader.reports.text import one_line, shown_name
from grader.results import Report
from grader.results.words import (
    Tone,
    count,
    listed,
    percent,
    repair_words,
    score_words,
    status_word,
    verdict_word,
)

MOST_ROWS = 40
LOWEST = 10
TOP = 5
BAR = 12


def print_summary(
    reports: Sequence[Report],
    console: Console,
    *,
    index: Path | None = None,
    weights: Mapping[str, float] | None = None,
) -> None:
    """Print the class's results; for more than 40 submissions the lowest and the spread."""
    book = gradebook(reports, weights)
    if not book.assignments:
        _say(console, Text("No submission was graded."))
        return
    total = sum(len(one.reports) for one in book.assignments)
    for one in book.assignments:
        _assignment(console, one, every=total <= MOST_ROWS)
    _closing(console, book.assignments, index, students=len(book.rows))


def _assignment(console: Console, one: AssignmentSummary, *, every: bool) -> None:
    console.print()
    heading = Text(one_line(one.title) or one_line(one.slug), style="bold")
    _say(console, heading.append(f"  {count(one.max_score, 'point')}", style="not bold dim"))
    shown = list(one.reports)
    caption = ""
    if not every:
        shown.sort(key=_share)
        graded = [report for report in shown if report.status == "graded"]
        shown = graded[:LOWEST]
        caption = f"The lowest {len(shown)} of {count(len(one.reports), 'submission')}"
    if caption and shown:
        _say(console, Text(caption, style="dim"))
    if shown:
        console.print(_table(console, shown))
    if one.spread:
        _spread(console, one.spread, one.max_score, drawn=len(one.reports) > 4)
    _top(console, one)


def _share(report: Report) -> float:
    return (report.score or 0) / report.max_score if report.max_score else 1.0


def _table(console: Console, reports: Sequence[Report]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    # The ellipsis is no ASCII.
    cut = _cut(console)
    bars = console.width >= 76
    most = max(12, console.width // 4)
    table.add_column("Student", no_wrap=True, overflow=cut, max_width=most)
    table.add_column("Score", justify="right", no_wrap=True)
    if bars:
        table.add_column("", no_wrap=True, width=BAR)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("First thing to mend", no_wrap=True, overflow=cut, ratio=1)
    table.expand = True
    for report in reports:
        graded = report.status == "graded" and report.score is not None
        share = percent(report.score or 0, report.max_score)
        cells = [
            _text(console, shown_name(report.student)),
            Text(
                score_words(report), style="" if graded else _style(status_word(report.status)[2])
            ),
        ]
        if bars:
            cells.append(_bar(console, share) if graded else Text())
        cells.append(Text(f"{share} %" if graded else "", style="dim"))
        cells.append(_text(console, _first_reason(report)))
        table.add_row(*cells)
    return table


def _first_reason(report: Report) -> str:
    if report.status != "graded":
        return one_line(report.problem)
    if report.held:
        return f"look: {one_line(report.held[0])}"
    for exercise in report.exercises:
        for check in exercise.checks:
            if check.verdict not in ("passed", "skipped") and check.points:
                name = one_line(exercise.name, 60)
                if exercise.question is not None:
                    what = f"{name}: {question_word(exercise).text}"
                    said = one_line(exercise.misconception_hint)
                    return f"{what} ({said})" if said else what
                if check.verdict == "not_implemented":
                    lost = why_not_there(report, exercise)
                    return f"{name}: {lost or verdict_word(check.verdict).text}"
                places = " ".join(map(repair_words, exercise.repairs))
                what = exercise.known_mistake or places or check.title or check.id
                return f"{name}: {one_line(what)} ({verdict_word(check.verdict).text})"
    return ""


def _spread(console: Console, spread: Spread, max_score: int, *, drawn: bool) -> None:
    line = Text.assemble(
        ("mean ", "dim"),
        f"{spread.mean:.1f}",
        ("   median ", "dim"),
        f"{spread.median:g}",
        ("   quartiles ", "dim"),
        f"{spread.lower:g}, {spread.upper:g}",
        (f"   of {max_score}", "dim"),
    )
    _say(console, line)
    if drawn:
        drawing = Text.assemble(("0 % ", "dim"), _sparks(console, spread), (" 100 %", "dim"))
        if console.width >= 76:
            drawing.append("   submissions per tenth: ", style="dim")
            drawing.append(" ".join(str(number) for number in spread.bins))
        _say(console, drawing)


def _sparks(console: Console, spread: Spread) -> str:
    levels = "▁▂▃▄▅▆▇█" if _draws(console) else ".:-=+*%#"
    tallest = max(spread.bins)
    return "".join(
        levels[-(-number * len(levels) // tallest) - 1] if number else " " for number in spread.bins
    )


def _top(console: Console, one: AssignmentSummary) -> None:
    if one.missed:
        console.print()
        _say(console, Text("Missed most", style="bold"))
        rows = [
            (f"{m.failed} of {m.tried}", one_line(m.exercise, 60), one_line(m.title or m.check))
            for m in one.missed[:TOP]
        ]
        console.print(_list(console, rows))
    if one.misconceptions:
        console.print()
        _say(console, Text("Misconceptions", style="bold"))
        rows = [
            (
                str(s.students),
                one_line(s.exercise, 60),
                # The sentence that students were told: an id says something to its author only.
                one_line(s.hint, 160) or one_line(s.misconception, 80),
            )
            for s in one.misconceptions[:TOP]
        ]
        console.print(_list(console, rows))


def _list(console: Console, rows: Sequence[tuple[str, str, str]]) -> Table:
    cut = _cut(console)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, overflow=cut, max_width=max(12, console.width // 3))
    table.add_column(overflow="fold")
    for number, exercise, what in rows:
        table.add_row(Text(number), _text(console, exercise), _text(console, what))
    return table


def _closing(
    console: Console,
    assignments: Sequence[AssignmentSummary],
    index: Path | None,
    *,
    students: int,
) -> None:
    console.print()
    broken = sum(len(one.broken) for one in assignments)
    missing = sum(len(one.missing) for one in assignments)
    unreadable = sum(len(one.unreadable) for one in assignments)
    held = sum(len(one.held) for one in assignments)
    unsafe = [one_line(one.slug) for one in assignments if "D" in one.rungs]
    _say(
        console,
        Text(
            f"{count(sum(one.graded for one in assignments), 'submission')} graded"
            f", {missing} missing, {unreadable} unreadable, {broken} withheld"
            f", {held} for a person to look at."
        ),
    )
    if broken:
        fault = Text("Withheld scores are a fault of the grader; none was lowered.")
        fault.stylize(_style("warn"))
        _say(console, fault)
    if unsafe:
        warning = f"Marked without a sandbox (rung D): {listed(unsafe)}. Do not rely on it."
        _say(console, Text(warning, style=_style("bad")))
    few: dict[int, list[str]] = {}
    for one in assignments:
        if len(one.reports) < students:
            few.setdefault(len(one.reports), []).append(one_line(one.slug))
    for number, slugs in sorted(few.items()):
        which = listed(slugs) if len(slugs) <= TOP else count(len(slugs), "assignment")
        counts = "counts" if len(slugs) == 1 else "count"
        _say(console, Text(f"{which} {counts} for {number} of {students} students only."))
    if few:
        _say(console, Text("To ask an assignment of everyone, name each one with -a."))
    if index is not None:
        # On a line of its own and never folded, so that it can be clicked or copied.
        console.print(_text(console, f"Class report: {one_line(str(index), 4000)}"), soft_wrap=True)


def _bar(console: Console, share: int) -> Text:
    full, empty = ("━", "─") if _draws(console) else ("#", ".")
    done = share * BAR // 100
    return Text.assemble((full * done, "blue"), (empty * (BAR - done), "dim"))


def _style(tone: Tone) -> str:
    match tone:
        case "good":
            return "green"
        case "bad":
            return "red"
        case "warn":
            return "yellow"
        case "quiet":
            return "dim"


def _cut(console: Console) -> Literal["ellipsis", "crop"]:
    return "ellipsis" if _draws(console) else "crop"


def _draws(console: Console) -> bool:
    return console.encoding.lower().startswith("utf")


def _text(console: Console, text: str) -> Text:
    """`text` without markup, in the characters that this console can write."""
    return Text(text.encode(console.encoding, "replace").decode(console.encoding))


def _say(console: Console, text: Text) -> None:
    console.print(_encodable(console, text))


def _encodable(console: Console, text: Text) -> Text:
    if _draws(console):
        return text
    plain = text.plain.encode(console.encoding, "replace").decode(console.encoding)
    return Text(plain, style=text.style)
