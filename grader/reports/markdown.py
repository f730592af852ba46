"""The student's page as Markdown, for CI summaries and learning platforms.

Everything that is not the page's own is escaped: a name or a returned value never becomes
a heading, a link, a table or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.reports.evidence import CheckView
from grader.reports.student import ExerciseView, StudentPage, student_page
from grader.reports.text import code_spans
from grader.results import Report

_BREAK = "  \n"


def to_markdown(report: Report) -> str:
    """What the student may read of `report`, as GitHub-flavoured Markdown."""
    return "\n".join(_lines(student_page(report))).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """`text` (one line) as literal Markdown, safe in a table's cell too."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]|~$#@^])", r"\\\1", text)
    # Only at a line's start would these be a list or an underlined heading.
    text = re.sub(r"^([+=-]|[0-9]+(?=[.)]))", _at_start, text)
    # Addresses become links by themselves.
    return re.sub(r"://", r"\://", re.sub(r"(www)\.", r"\1\.", text, flags=re.IGNORECASE))


def _at_start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def code_span(text: str) -> str:
    """`text` (one line) as inline code, whatever backticks it holds."""
    ticks = _fence(text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def code_block(text: str, language: str = "") -> str:
    """`text` as a fenced block that it cannot close."""
    fence = _fence(text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _prose(text: str) -> str:
    """Text of several lines; what stands between backticks stays code."""
    lines = [
        "".join(code_span(part) if is_code else escape(part) for is_code, part in code_spans(line))
        for raw in text.split("\n")
        if (line := raw.strip())
    ]
    return _BREAK.join(lines)


def _lines(page: StudentPage) -> Iterator[str]:
    yield f"# {escape(page.title)}"
    yield ""
    yield f"Feedback for {escape(page.student)}"
    yield ""
    yield f"**{escape(page.headline)}**"
    if page.lead:
        yield ""
        yield escape(page.lead)
    if page.problem:
        yield ""
        yield _prose(page.problem)
    if step := page.next_step:
        name = f" {code_span(step.exercise)}" if step.exercise else ""
        yield ""
        yield f"**Next:** {escape(step.before)}{name}{_prose(step.after)}"
    for note in page.notes:
        yield ""
        yield f"*Note:* {_prose(note)}"
    for exercise in page.exercises:
        yield from _exercise(exercise)
    if page.scoring and page.exercises:
        yield from _scoring(page)
    yield ""
    yield "---"
    yield ""
    yield escape(" · ".join(page.made_with))


def _exercise(exercise: ExerciseView) -> Iterator[str]:
    score = f" — {escape(exercise.score)}" if exercise.score else ""
    yield ""
    yield f"## {exercise.word.symbol} {code_span(exercise.name)}{score}"
    for said in (exercise.follow_through, exercise.unlisted):
        if said:
            yield ""
            yield _prose(said)
    if exercise.cause:
        yield ""
        yield f"**Likely cause:** {_prose(exercise.cause)}"
    for check in exercise.failing:
        yield from _failing(check)
    for heading, checks in (("Waiting", exercise.waiting), ("Passed", exercise.passed)):
        if checks:
            yield ""
            yield f"**{heading}**"
            yield ""
        for check in checks:
            line = f"{_prose(check.title)} — {escape(check.word.text)}, {escape(check.points)}"
            why = f": {_prose(check.message).replace(_BREAK, ' ')}" if check.message else ""
            yield f"- {check.word.symbol} {line}{why}"


def _failing(check: CheckView) -> Iterator[str]:
    yield ""
    yield f"### {check.word.symbol} {_prose(check.title)}"
    yield ""
    yield f"{escape(check.word.text)}, {escape(check.points)} ({escape(check.about)})"
    if check.message:
        yield ""
        yield _prose(check.message)
    evidence = (
        (check.code_label, check.code, "python"),
        ("What came back", check.got, ""),
        ("What must come back", check.want, ""),
        ("Your exception", check.raised, ""),
    )
    for label, text, language in evidence:
        if text:
            yield ""
            yield f"{label}:"
            yield ""
            yield code_block(text, language)
    if check.line is not None:
        yield ""
        yield f"Where: line {check.line} of your file"
    for warning in check.warnings:
        yield ""
        yield f"NumPy warned: {escape(warning)}"
    if check.hint:
        yield ""
        yield f"**Hint:** {_prose(check.hint)}"


def _scoring(page: StudentPage) -> Iterator[str]:
    yield ""
    yield "## How this score was computed"
    yield ""
    yield "| Exercise | State | Checks passed | Points |"
    yield "| --- | --- | --- | --- |"
    for exercise in page.exercises:
        # A bar would end the cell even inside code, so the name is escaped text here.
        yield (
            f"| {escape(exercise.name)} | {exercise.word.symbol} {escape(exercise.word.text)} "
            f"| {escape(exercise.passed_count)} | {escape(exercise.score)} |"
        )
    if page.score is not None:
        yield f"| **Total** | | | **{page.score} of {page.max_score}** |"
    yield ""
    yield escape(" ".join(page.scoring))
