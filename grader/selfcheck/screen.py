"""A student's own check on the terminal: a line per check, and the first failure in full.

Only public checks are shown here. Nothing in it says "all tests passed": hidden checks run
when the work is handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.reports import GRADIENT_HEAD, Part, check_view, visible
from grader.results import CheckResult, ExerciseResult, Report, SourceLine
from grader.results.words import Tone, count, mending_words, repair_words, verdict_word
from grader.selfcheck.first import NOTHING, WAITING, First

MOST_TEXT = 2000
# Lines of what a student's own code printed.
MOST_PRINTED = 15
STYLES: dict[Tone, str] = {"good": "green", "bad": "red", "warn": "yellow", "quiet": "dim"}
GAP = " " * 4


def print_check(
    report: Report, console: Console, *, source: str, points: int, first: First = NOTHING
) -> None:
    """One line per check of the report, then a failing one of what is to be mended `first`
    explained, then what is next.

    `source` is the student's file, for showing the line that raised; `points` are those of the
    exercises that were checked, hidden checks included.
    """
    files = ", ".join(report.submission.files)
    console.print(Text(f"{report.title} · {files}", style="bold"))
    console.print()
    if report.status != "graded":
        checks = [check for exercise in report.exercises for check in exercise.checks]
        print_problem(report.problem, checks[0].line if checks else None, source, console)
        return
    width = max((len(one.name) for one in report.exercises if one.checks), default=0)
    for exercise in report.exercises:
        for check in exercise.checks:
            console.print(_line(exercise, check, width, first), no_wrap=True, overflow="ellipsis")
    for number, note in enumerate(report.notes):
        gap = "\n" if number or report.exercises else ""
        console.print(Text(f"{gap}{visible(note)}", style="yellow"))
    wrong = [*failing(report)]
    wrong.sort(key=lambda one: one[0].name != first.exercise)
    if wrong:
        exercise, check = wrong[0]
        console.print()
        if first.says:
            console.print(Text(visible(first.says), style="bold"))
            console.print()
        explain(exercise.name, check, console, source)
        print_places(exercise, console)
        print_output(report.output, console)
    console.print()
    console.print(Text(summary(report.exercises, points, first)))


def print_places(exercise: ExerciseResult, console: Console) -> None:
    """Where an exercise is wrong, if that was found."""
    for one in exercise.repairs:
        console.print()
        console.print(Text("  Where it is wrong", style="dim"))
        console.print(Padding(Text(visible(repair_words(one))), (0, 0, 0, 4), expand=False))
        if one.source is not None:
            console.print(Padding(Text(visible(one.source.text)), (0, 0, 0, 8), expand=False))
    if exercise.repairs:
        sure = Text(mending_words(exercise.repairs, public=True), style="dim")
        console.print(Padding(sure, (0, 0, 0, 4), expand=False))


def print_output(output: str, console: Console) -> None:
    """What the student's own code printed, the start of it."""
    lines = [visible(line) for line in output[:MOST_TEXT].splitlines()]
    if not any(line.strip() for line in lines):
        return
    if len(lines) > MOST_PRINTED:
        lines[MOST_PRINTED:] = ["…"]
    console.print()
    console.print(Text("  What your code printed", style="dim"))
    console.print(Padding(Text("\n".join(lines)), (0, 0, 0, 4), expand=False))


def print_problem(problem: str, line: int | None, source: str, console: Console) -> None:
    """Why nothing could be run, and the line of the student's file that is to blame, if known."""
    console.print(Text(visible(problem), style="red"))
    text = _line_of(source, line)
    if text:
        console.print()
        console.print(Padding(Text(text), (0, 0, 0, 4), expand=False))


def failing(report: Report) -> Iterator[tuple[ExerciseResult, CheckResult]]:
    """The checks that fail for another reason than not being filled in yet."""
    for exercise in report.exercises:
        for check in exercise.checks:
            if check.verdict != "passed" and check.verdict not in WAITING:
                yield exercise, check


def _line(exercise: ExerciseResult, check: CheckResult, width: int, first: First) -> Text:
    word = verdict_word(check.verdict)
    style = STYLES[word.tone]
    text = Text(f"  {word.symbol} ", style=style)
    text.append(f"{exercise.name:<{width}} ", style="bold" if check.verdict == "failed" else "")
    if check.verdict == "passed":
        return text.append(check.title)
    said = check.message if check.verdict == "skipped" else word.text
    if check.verdict not in WAITING and exercise.name in first.waits:
        said = f"{said}, waits for {first.waits[exercise.name]}"
    return text.append(f"{visible(said)}", style=style).append(f": {check.title}", style="dim")


def explain(
    exercise: str,
    check: CheckResult,
    console: Console,
    source: str,
    *,
    hint: bool = True,
) -> None:
    """All that is known of why a check does not pass; the hint only if it is wanted."""
    if not hint:
        check = check.model_copy(update={"hint": ""})
    view = check_view("", _with_line(check, source), MOST_TEXT)
    law = Text(f"{view.word.symbol} {exercise}: ", style=STYLES[view.word.tone])
    console.print(law.append(view.title, style="bold"))
    for part in view.parts:
        console.print()
        _print_part(part, console)


def _with_line(check: CheckResult, source: str) -> CheckResult:
    """The check with the text of the line that raised, where only its number is known."""
    text = _line_of(source, check.line)
    if check.source or not text:
        return check
    line = SourceLine(where=f"line {check.line} of your file", text=text)
    return check.model_copy(update={"source": (line,)})


def _print_part(part: Part, console: Console) -> None:
    if part.form == "pair":
        _print_pair(part, console)
        return
    if part.label:
        console.print(Text(f"  {part.label}", style="dim"))
    indent = (0, 0, 0, 4 if part.label else 2)
    if part.form == "table":
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in GRADIENT_HEAD:
            table.add_column(name, overflow="fold")
        for row in part.rows:
            table.add_row(*map(Text, row))
        console.print(Padding(table, indent, expand=False))
    else:
        console.print(Padding(Text(part.text), indent, expand=False))


def _print_pair(part: Part, console: Console) -> None:
    """Two texts beside each other where there is room, else one below the other."""
    pairs = ((part.label, part.text), (part.other_label, part.other))
    widths = [max(map(len, [*text.splitlines(), label])) + len(GAP) for label, text in pairs]
    if sum(widths) <= console.width:
        grid = Table(box=None, padding=(0, 0, 0, 0), show_header=False)
        for width in widths:
            grid.add_column(min_width=width, no_wrap=True)
        grid.add_row(*(Text(f"  {label}", style="dim") for label, _ in pairs))
        grid.add_row(*(Text(_indented(text)) for _, text in pairs))
        console.print(grid)
        return
    for number, (label, text) in enumerate(pairs):
        if number:
            console.print()
        console.print(Text(f"  {label}", style="dim"))
        console.print(Padding(Text(text), (0, 0, 0, 4), expand=False))


def _indented(text: str) -> str:
    return "\n".join(f"{GAP}{line}" for line in text.splitlines())


def _line_of(source: str, line: int | None) -> str:
    """A line of the student's file as it can be shown, or "" if there is none of that number."""
    lines = source.splitlines()
    if line is None or not 0 < line <= len(lines):
        return ""
    return visible(lines[line - 1].strip())


def passing(checks: Sequence[CheckResult]) -> str:
    """How many of the checks pass: "7 of 12 public checks pass"."""
    passed = sum(check.verdict == "passed" for check in checks)
    verb = "passes" if len(checks) == 1 else "pass"
    return f"{passed} of {count(len(checks), 'public check')} {verb}"


def to_come(checks: Sequence[CheckResult], points: int) -> str:
    """What public checks don't see, of exercises that are worth so many points."""
    hidden = points - sum(check.points for check in checks)
    of = f", for {hidden} of {count(points, 'point')}" if hidden > 0 else ""
    return f"hidden checks run when you hand in{of}."


def summary(exercises: Sequence[ExerciseResult], points: int, first: First = NOTHING) -> str:
    """How many public checks pass, what they see, and what is next."""
    checks = [check for exercise in exercises for check in exercise.checks]
    if not checks:
        return "There are no public checks here; hidden checks run when you hand in."
    text = passing(checks)
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
        shown = [one.name for one in exercises]
        mends = first.mends(shown) if first.exercise else f"mend {wrong[0]}"
        return f"{text}. Next: {visible(mends)}."
    if waiting:
        # Those that it needs may stand elsewhere.
        needs = next((one.message for one in checks if one.verdict == "skipped"), "")
        if needs and not any(one.verdict == "not_implemented" for one in checks):
            return f"{text}. {waiting[0]} {needs[:1].lower()}{visible(needs[1:])}"
        return f"{text}. Next: fill in {waiting[0]}."
    return f"{text}; {to_come(checks, points)}"
