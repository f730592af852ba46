"""The student's page as Markdown, for CI summaries and learning platforms.

Everything that is not the page's own is escaped: a name or a returned value never becomes
a heading, a link, a table or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.reports.evidence import GRADIENT_HEAD, CheckView, Part
from grader.reports.question import QuestionView
from grader.reports.student_page import ExerciseView, StudentPage, student_page
from grader.reports.svg.picture import MARKDOWN_ROWS, PictureView, Table
from grader.reports.text import code_spans
from grader.results import Report
from grader.results.words import count

_BREAK = "  \n"


def to_markdown(report: Report) -> str:
    """What the student may read of `report`, as GitHub-flavoured Markdown."""
    return "\n".join(_lines(student_page(report))).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """`text` (one line) as literal Markdown, wherever it stands."""
    # Only at a line's start would these be a list or an underlined heading.
    return re.sub(r"^([+=-]|[0-9]+(?=[.)]))", _at_start, escape_within(text))


def escape_within(text: str) -> str:
    """`text` (one line) as literal Markdown after other text on its line, as in a table's cell."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]|~$#@^])", r"\\\1", text)
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
    for question in page.questions:
        yield from _question(question)
    for exercise in page.open:
        yield from _exercise(exercise)
    if page.complete:
        yield ""
        yield "## ✓ Complete"
        yield ""
    for exercise in page.complete:
        # What gives no points may fail where all points are earned; then it isn't here.
        checks = count(len(exercise.passed), "check")
        helped = f". {_prose(exercise.follow_through)}" if exercise.follow_through else ""
        yield f"- {code_span(exercise.name)} — {escape(exercise.score)}, {checks} passed{helped}"
    if page.pictures:
        yield ""
        yield "## What your functions draw"
        yield ""
        yield "For you to look at and to try things out: nothing here changes your score."
    for picture in page.pictures:
        yield from _picture(picture)
    if page.scoring and page.exercises:
        yield from _scoring(page)
    elif page.scoring and page.questions:
        yield ""
        yield escape(" ".join(page.scoring))
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
        yield f"**A known mistake:** {_prose(exercise.cause)}"
    for place, line in exercise.mended:
        yield ""
        yield f"**Where it is wrong:** {_prose(place)}"
        if line:
            yield ""
            yield code_block(line, "python")
    if exercise.sure:
        yield ""
        yield _prose(exercise.sure)
    for check in exercise.failing:
        yield from _failing(check)
    for heading, checks in (
        ("Fails too", exercise.also),
        ("Waiting", exercise.waiting),
        ("Passed", exercise.passed),
    ):
        if checks:
            yield ""
            yield f"**{heading}**"
            yield ""
        for check in checks:
            line = f"{_prose(check.title)} — {escape(check.word.text)}, {escape(check.points)}"
            why = f": {_prose(check.message).replace(_BREAK, ' ')}" if check.message else ""
            yield f"- {check.word.symbol} {line}{why}"


def _question(one: QuestionView) -> Iterator[str]:
    yield ""
    word = one.word
    yield f"## {word.symbol} Question {one.number} — {escape(word.text)}, {escape(one.score)}"
    yield ""
    yield _prose(one.text)
    if one.options:
        yield ""
    for option in one.options:
        said = f" — *{option.word.symbol} {escape(option.word.text)}*" if option.word else ""
        yield f"- **{escape(option.letter)}** {_prose(option.text)}{said}"
    told = (
        ("Your answer", code_span(one.given) if one.given else ""),
        ("Right is", code_span(one.right) if one.right else ""),
        ("", _prose(one.message)),
        ("", _prose(one.known)),
        ("Why", _prose(one.why)),
    )
    for label, text in told:
        if text:
            yield ""
            yield f"**{label}:** {text}" if label else text


def _failing(check: CheckView) -> Iterator[str]:
    yield ""
    yield f"### {check.word.symbol} {_prose(check.title)}"
    yield ""
    yield f"{escape(check.word.text)}, {escape(check.points)} ({escape(check.about)})"
    for part in check.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield ""
    if part.form == "table":
        yield f"{part.label}:"
        yield ""
        yield f"| {' | '.join(map(escape, GRADIENT_HEAD))} |"
        yield "| --- " * len(GRADIENT_HEAD) + "|"
        for row in part.rows:
            yield f"| {' | '.join(map(escape_within, row))} |"
    elif part.form == "prose":
        label = f"**{escape(part.label)}:** " if part.label else ""
        yield f"{label}{_prose(part.text)}"
    else:
        pairs = [(part.label, part.text), (part.other_label, part.other)]
        for label, text in pairs if part.form == "pair" else pairs[:1]:
            if label == part.other_label:
                yield ""
            yield f"{escape(label)}:"
            yield ""
            yield code_block(text, "python" if part.form == "python" else "")


def _picture(picture: PictureView) -> Iterator[str]:
    """What a picture shows, in words and numbers."""
    yield ""
    yield f"### {_prose(picture.title)}"
    if picture.left_out:
        yield ""
        yield f"No picture. {_prose(picture.left_out)}"
    for panel in picture.panels:
        if panel.heading:
            yield ""
            yield f"**{escape(panel.heading)}**"
        yield ""
        yield _prose(panel.says)
        yield ""
        if panel.images:
            yield "The images are on the page that you open in a browser."
        elif panel.alike:
            yield "All its numbers are the course’s."
        else:
            yield from _numbers(panel.table)
    if picture.next:
        yield ""
        yield f"**Try next:** {_prose(picture.next)}"


def _numbers(table: Table) -> Iterator[str]:
    """A table of at most MARKDOWN_ROWS rows, the first and the last among them."""
    last = len(table.rows) - 1
    shown = min(last, MARKDOWN_ROWS - 1)
    yield f"| {' | '.join(escape(name) for name in table.head)} |"
    yield f"| {' | '.join('---' for _ in table.head)} |"
    for place in range(shown + 1):
        row = table.rows[round(place * last / shown) if shown else 0]
        # Inside a row no number begins a list: after a space none is taken for one.
        yield "|".join(["", *(escape(f" {cell}") + " " for cell in row), ""])


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
