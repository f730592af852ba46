"""What a student gets of a quiz, and nothing of an answer that counts: a page's text, a paper for
`grade quiz`, and the file to fill in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from grader.errors import UsageProblem
from grader.quizzes.paper import Asked, Paper
from grader.quizzes.quiz import QuestionSpec, Quiz
from grader.quizzes.text import one_line, plain
from grader.results import QuestionKind
from grader.results.words import count

PAPER = "paper.toml"
ANSWERS = "answers.toml"
WIDTH = 92


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SheetChoice(_Model):
    """A choice as a student sees it."""

    letter: str
    text: str


class SheetQuestion(_Model):
    """A question as a student sees it; of one for practice, what is right and why is there too."""

    id: str
    kind: QuestionKind
    points: int
    half: bool = False
    practice: bool = False
    text: str
    choices: tuple[SheetChoice, ...] = ()
    right: str = ""
    why: str = ""

    @property
    def letters(self) -> str:
        """The letters of its choices."""
        return "".join(one.letter for one in self.choices)


class Sheet(_Model):
    """A paper as a student sees it, in plain text: what `paper.toml` holds."""

    quiz: str
    title: str
    student: str
    paper: str
    minutes: int | None = None
    story: str = ""
    questions: tuple[SheetQuestion, ...]


def sheet_of(paper: Paper) -> Sheet:
    """What a student sees of a paper."""
    return Sheet(
        quiz=paper.quiz.slug,
        title=paper.quiz.spec.title,
        student=paper.student,
        paper=paper.code,
        minutes=paper.quiz.spec.minutes,
        story=plain(paper.quiz.spec.story),
        questions=tuple(
            SheetQuestion(
                id=one.spec.id,
                kind=one.spec.kind,
                points=one.spec.counts,
                half=one.spec.half,
                practice=one.spec.practice,
                text=plain(one.text),
                choices=tuple(
                    SheetChoice(letter=option.letter, text=one_line(option.text))
                    for option in one.options
                ),
                right=one.right_words if one.spec.practice else "",
                why=plain(one.why) if one.spec.practice else "",
            )
            for one in paper.asked
        ),
    )


def read_sheet(text: str) -> Sheet:
    """The sheet that a file holds. Raises `UsageProblem`."""
    try:
        return Sheet.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError, RecursionError):
        raise UsageProblem(
            f"{PAPER} is not as it was handed out; take it again from where you got it."
        ) from None


def sheet_text(sheet: Sheet) -> str:
    """The sheet as TOML."""
    lines = [
        f"# {one_line(sheet.title)}: the questions of {_plainly(sheet.student)}, for `grade quiz`.",
        *_pairs(sheet.model_dump(exclude={"questions"}, exclude_none=True)),
    ]
    for one in sheet.questions:
        lines += ["", "[[questions]]"]
        lines += _pairs(one.model_dump(exclude={"choices"}, exclude_defaults=True))
        if one.choices:
            lines.append("choices = [")
            lines += [
                f"  {{ letter = {quoted(choice.letter)}, text = {quoted(choice.text)} }},"
                for choice in one.choices
            ]
            lines.append("]")
    return "\n".join(lines) + "\n"


def answers_text(sheet: Sheet, given: Mapping[str, str] | None = None) -> str:
    """The file to fill in, with what was `given` so far."""
    given = given or {}
    lines = [
        f"# {one_line(sheet.title)}",
        "# Write each answer between the quotes behind its name, and hand in this file.",
        "# `grade quiz` in this folder asks the questions one by one and writes it for you.",
        *(_comment(commas) if (commas := _of_commas(sheet.questions)) else []),
        "",
        *_pairs({"quiz": sheet.quiz, "student": sheet.student, "paper": sheet.paper}),
        "",
        "[answers]",
    ]
    for number, one in enumerate(sheet.questions, start=1):
        lines += ["", *_comment(f"{number}. {one.text}")]
        lines += [line for choice in one.choices for line in _choice(choice)]
        lines.append(f"# {asked_for(one)}.")
        lines.append(f"{one.id} = {quoted(given.get(one.id, ''))}")
    return "\n".join(lines) + "\n"


def asked_for(one: SheetQuestion) -> str:
    """What sort of answer a question wants, and what it counts."""
    points = "For practice; it counts nothing" if one.practice else count(one.points, "point")
    match one.kind:
        case "single":
            form = "One letter"
        case "multi":
            form = "All letters that are right, as in ac"
            if one.half:
                points += "; half of them for one slip, but not for taking all"
        case "number":
            form = "A number, as in 0.25, 1e-3 or 1/4"
        case "tuple":
            form = "Its entries, as in (3, 4)"
    return f"{form}. {points}"


def first_page(course: str, papers: Sequence[Paper]) -> str:
    """The page that leads to a student's papers, in Markdown."""
    student = papers[0].student if papers else ""
    rows = [
        f"| [{one.quiz.spec.title}]({one.quiz.slug}/README.md) | {one.quiz.max_score} "
        f"| {one.quiz.spec.minutes or ''} |"
        for one in papers
    ]
    return "\n".join(
        [
            f"# {course}: quizzes of `{_plainly(student)}`",
            "",
            (
                f"Each folder holds a page with the questions, and `{ANSWERS}` to fill in and hand "
                "in. `grade quiz` in a folder asks them one by one."
            ),
            "",
            "| quiz | points | minutes |",
            "|---|---:|---:|",
            *rows,
        ]
    )


def paper_text(paper: Paper) -> str:
    """The page of a paper, in Markdown."""
    spec = paper.quiz.spec
    minutes = f", about {spec.minutes} minutes" if spec.minutes else ""
    lines = [
        f"# {spec.title}",
        "",
        (
            f"Questions for `{_plainly(paper.student)}`: {count(len(paper.asked), 'question')}, "
            f"{count(paper.quiz.max_score, 'point')}{minutes}. The numbers in them, and the order "
            "of questions and choices, are this student's own."
        ),
        "",
        (
            f"Write your answers into `{ANSWERS}` beside this page, or let `grade quiz` in this "
            "folder ask you one by one and write it. Hand in that file."
        ),
        "",
        *([commas, ""] if (commas := _of_commas([one.spec for one in paper.asked])) else []),
        *([spec.story.strip(), ""] if spec.story else []),
    ]
    for one in paper.asked:
        lines += _question_text(one)
    practice = [one for one in paper.asked if one.spec.practice]
    if practice:
        lines += ["## Answers to the questions for practice", ""]
        lines += [line for one in practice for line in _answer_text(one)]
    return "\n".join(lines)


def practice_text(quiz: Quiz, paper: Paper) -> str:
    """The page of a quiz that everybody gets: what it is about, and its questions for practice."""
    spec = quiz.spec
    practice = [one for one in paper.asked if one.spec.practice]
    others = len(paper.asked) - len(practice)
    lines = [
        f"# {spec.title}",
        "",
        f"A quiz: {count(others, 'question')} that count {count(quiz.max_score, 'point')}"
        + (f", about {spec.minutes} minutes" if spec.minutes else "")
        + ". You get a folder with a paper of your own: the numbers in the questions, and their "
        f"order, are yours. Answer with `grade quiz` in that folder, or write into its "
        f"`{ANSWERS}`, and hand in that file.",
        "",
        *([spec.story.strip(), ""] if spec.story else []),
    ]
    if practice:
        lines += ["## For practice", ""]
        for number, one in enumerate(practice, start=1):
            lines += _question_text(one, number=number, level=3)
        lines += ["## Answers", ""]
        for number, one in enumerate(practice, start=1):
            lines += _answer_text(one, number=number)
    return "\n".join(lines)


def _of_commas(questions: Sequence[SheetQuestion | QuestionSpec]) -> str:
    """How a comma in a number is read; "" where no number is asked for."""
    if not any(one.kind in ("number", "tuple") for one in questions):
        return ""
    return (
        "A comma in a number is read as a decimal point: 0,25 is 0.25. But 1,234 may be a thousand "
        "too, and is no number: write 1.234 or 1234. Decimals with commas in a shape or a list are "
        "separated by semicolons."
    )


def _question_text(one: Asked, number: int = 0, level: int = 2) -> list[str]:
    question = SheetQuestion(
        id=one.spec.id,
        kind=one.spec.kind,
        points=one.spec.counts,
        half=one.spec.half,
        practice=one.spec.practice,
        text=one.text,
    )
    lines = [f"{'#' * level} Question {number or one.number}", "", one.text.strip(), ""]
    if one.options:
        lines += [f"- **{option.letter}** {_item(option.text)}" for option in one.options]
        lines.append("")
    lines += [f"*{asked_for(question)}.* `{one.spec.id}`", ""]
    return lines


def _answer_text(one: Asked, number: int = 0) -> list[str]:
    right = f"**{one.right_words}**" if one.options else f"`{one.right_words}`"
    return [f"- Question {number or one.number}: {right}. {_item(one.why)}"]


def _item(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str) -> Iterator[str]:
    for paragraph in text.splitlines() or [""]:
        yield from _wrapped(paragraph, "# ", "# ")


def _choice(choice: SheetChoice) -> Iterator[str]:
    yield from _wrapped(f"{choice.letter}) {choice.text}", "#    ", "#       ")


def _wrapped(text: str, first: str, later: str) -> Iterator[str]:
    import textwrap

    found = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from found or [first.rstrip()]


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in table.items()]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else quoted(str(value))


def quoted(text: str) -> str:
    """A text as TOML has it (a basic string): what is no letter of one is escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    signs: Iterable[str] = (
        f"\\u{ord(sign):04X}" if ord(sign) < 0x20 or ord(sign) == 0x7F else sign for sign in escaped
    )
    return f'"{"".join(signs)}"'


def _plainly(name: str) -> str:
    """A student's id where it must not pass for markup or for a line of its own."""
    return "".join(sign for sign in name if sign.isprintable() and sign != "`")
