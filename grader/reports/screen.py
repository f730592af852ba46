"""A student's own check on the terminal: a line per check, and the first failure in full.

Only public checks are shown here. Nothing in it says "all tests passed": hidden checks run
when the work is handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from grader.reports.evidence import CheckView, check_view
from grader.reports.text import count, visible
from grader.reports.words import Tone, verdict_word
from grader.results import CheckResult, ExerciseResult, Report

MOST_TEXT = 2000
STYLES: dict[Tone, str] = {"good": "green", "bad": "red", "warn": "yellow", "quiet": "dim"}
WAITING = ("not_implemented", "skipped")


def print_check(report: Report, console: Console, *, source: str) -> None:
    """One line per check of the report, then the first failing one explained, then what is next.

    `source` is the student's file, for showing the line that raised.
    """
    files = ", ".join(report.submission.files)
    console.print(Text(f"{report.title} · {files}", style="bold"))
    console.print()
    if report.status != "graded":
        console.print(Text(visible(report.problem), style="red"))
        return
    for exercise in report.exercises:
        for check in exercise.checks:
            console.print(_line(exercise, check), no_wrap=True, overflow="ellipsis")
    for note in report.notes:
        console.print(Text(f"\n{visible(note)}", style="yellow"))
    first = next(iter(failing(report)), None)
    if first is not None:
        console.print()
        _explain(*first, console, source)
    console.print()
    console.print(Text(summary(report.exercises)))


def failing(report: Report) -> Iterator[tuple[ExerciseResult, CheckResult]]:
    """The checks that fail for another reason than not being filled in yet."""
    for exercise in report.exercises:
        for check in exercise.checks:
            if check.verdict != "passed" and check.verdict not in WAITING:
                yield exercise, check


def _line(exercise: ExerciseResult, check: CheckResult) -> Text:
    word = verdict_word(check.verdict)
    style = STYLES[word.tone]
    text = Text(f"  {word.symbol} ", style=style)
    text.append(f"{exercise.name:<22} ", style="bold" if check.verdict == "failed" else "")
    if check.verdict == "passed":
        return text.append(check.title)
    said = check.message if check.verdict == "skipped" else word.text
    return text.append(f"{visible(said)}", style=style).append(f": {check.title}", style="dim")


def _explain(exercise: ExerciseResult, check: CheckResult, console: Console, source: str) -> None:
    view = check_view("", check, MOST_TEXT)
    head = Text(f"{view.word.symbol} {exercise.name}: ", style=STYLES[view.word.tone])
    console.print(head.append(view.title, style="bold"))
    for label, text in _parts(view, check, source):
        console.print()
        if label:
            console.print(Text(f"  {label}", style="dim"))
        console.print(Padding(Text(text), (0, 0, 0, 4 if label else 2)))


def _parts(view: CheckView, check: CheckResult, source: str) -> Iterator[tuple[str, str]]:
    if view.message:
        yield "", view.message
    if view.raised:
        yield "What it raised", view.raised
    lines = source.splitlines()
    if check.line is not None and 0 < check.line <= len(lines):
        yield f"Line {check.line}", visible(lines[check.line - 1].strip())
    if view.code:
        yield view.code_label, view.code
    if view.got and not view.raised:
        yield "What came back", view.got
    if view.want and not view.raised:
        yield "What must come back", view.want
    if view.warnings:
        yield "NumPy warned", "\n".join(view.warnings)
    if view.hint:
        yield "Hint", view.hint


def summary(exercises: Sequence[ExerciseResult]) -> str:
    """How many public checks pass, and what is next."""
    checks = [check for exercise in exercises for check in exercise.checks]
    passed = sum(check.verdict == "passed" for check in checks)
    verb = "passes" if len(checks) == 1 else "pass"
    text = f"{passed} of {count(len(checks), 'public check')} {verb}"
    waiting = [
        exercise.name
        for exercise in exercises
        if any(check.verdict in WAITING for check in exercise.checks)
    ]
    wrong = [
        exercise.name
        for exercise in exercises
        if any(check.verdict not in ("passed", *WAITING) for check in exercise.checks)
    ]
    if wrong:
        return f"{text}. Next: mend {wrong[0]}."
    if waiting:
        return f"{text}. Next: fill in {waiting[0]}."
    return f"{text}; hidden checks run when you hand in."
