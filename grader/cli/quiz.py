"""`grade quiz`: a student's paper, one question at a time."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.keys import Keys

if TYPE_CHECKING:
    from grader.quizzes import AtWork, SheetQuestion

WIDTH = 88
WAIT_SECONDS = 0.2


@click.command(short_help="Answer a quiz, one question at a time.")
@click.argument(
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
)
@click.option("--check", is_flag=True, help="Ask nothing: say what is answered, and what is not.")
def quiz(folder: Path, check: bool) -> int:
    """Answer the quiz in FOLDER (default: this one), which holds paper.toml.

    Each answer is written into answers.toml at once: stop when you like, and go on later. That
    file is what you hand in; you may write into it by hand, too.

    Exit codes: 0 all is answered; 1 something is open, or is not understood; 2 there is no paper.
    """
    from grader.quizzes import AtWork

    work = AtWork(folder)
    if check:
        return _overview(work)
    if not sys.stdin.isatty():
        raise click.UsageError(
            "Questions are asked in a terminal. Write into answers.toml by hand, and let "
            "`grade quiz --check` look at it."
        )
    try:
        _ask_all(work)
    except (KeyboardInterrupt, EOFError):
        click.echo()
    return _overview(work)


def _ask_all(work: AtWork) -> None:
    """From the first question that is open to the last, back and forth as the student likes."""
    questions = work.sheet.questions
    place = next(iter(work.open()), 0)
    if work.sheet.story:
        _page(work, "")
        click.echo(f"\n{_wrapped(work.sheet.story)}\n")
        click.prompt("Enter to begin", default="", show_default=False, prompt_suffix=" ")
    while 0 <= place < len(questions):
        one = questions[place]
        key = _ask_choice(work, place) if one.choices else _ask_line(work, place)
        if key == "q":
            return
        place = max(place - 1, 0) if key == "p" else place + 1


def _ask_choice(work: AtWork, place: int) -> str:
    """Letters choose, Enter goes on; the key that leaves the question."""
    one = work.sheet.questions[place]
    does = "mark" if one.kind == "multi" else "choose"
    with Keys() as keys:
        while True:
            _question(work, place)
            click.secho(
                f"\n{one.letters[0]}–{one.letters[-1]} {does} · Enter next · p back · q stop",
                dim=True,
            )
            key = ""
            while not key:
                key = keys.wait(WAIT_SECONDS)
            if key in ("q", "p"):
                return key
            if key in ("\r", "\n", "n"):
                return "n"
            if key in one.letters:
                chosen = {*work.given(one)}
                chosen = chosen ^ {key} if one.kind == "multi" else {key}
                work.answer(one, "".join(sorted(chosen)))


def _ask_line(work: AtWork, place: int) -> str:
    """A number or a shape, typed; the key that leaves the question."""
    from grader.quizzes import AnswerProblem

    one = work.sheet.questions[place]
    told = ""
    while True:
        _question(work, place)
        if told:
            click.secho(f"\n{told}", fg="red")
        click.secho("\nEnter next · p back · q stop", dim=True)
        typed = click.prompt("Your answer", default="", show_default=False).strip()
        if typed.casefold() in ("p", "q"):
            return str(typed.casefold())
        if not typed:
            return "n"
        try:
            work.answer(one, typed)
        except AnswerProblem as fault:
            told = f"{fault}."
        else:
            if not one.practice:
                return "n"
            told = ""


def _question(work: AtWork, place: int) -> None:
    from grader.quizzes import asked_for

    one = work.sheet.questions[place]
    number = len(work.sheet.questions)
    _page(work, f"question {place + 1} of {number} · {number - len(work.open())} answered")
    click.echo(f"\n{_wrapped(one.text)}\n")
    given = work.given(one)
    for choice in one.choices:
        mark = "●" if choice.letter in given else "○"
        text = _wrapped(choice.text, indent=7).lstrip()
        click.secho(f"  {mark} {choice.letter}) {text}", bold=choice.letter in given)
    if not one.choices and given:
        click.echo(f"  So far: {given}")
    click.secho(f"\n{asked_for(one)}.", dim=True)
    if one.practice and given:
        _answer(one)


def _answer(one: SheetQuestion) -> None:
    click.secho(f"\nRight is {one.right}.", fg="green")
    click.echo(_wrapped(one.why))


def _page(work: AtWork, beside: str) -> None:
    click.clear()
    click.secho(work.sheet.title, bold=True)
    if beside:
        click.secho(beside, dim=True)


def _overview(work: AtWork) -> int:
    """What is answered, and what is left; the exit code that says so."""
    problems = work.problems()
    for number, one in enumerate(work.sheet.questions, start=1):
        given = work.given(one) or "–"
        practice = "  (for practice)" if one.practice else ""
        click.echo(f"{number:3}. {one.id}: {given}{practice}")
    for told in problems.values():
        click.secho(f"{told}.", fg="red")
    left = [place for place in work.open() if not work.sheet.questions[place].practice]
    if problems:
        click.echo(f"Mend this in {work.path}.")
    elif left:
        click.echo(f"{len(left)} still open. `grade quiz` goes on where you stopped.")
    else:
        click.echo(f"All is answered. Hand in {work.path}.")
    return 1 if problems or left else 0


def _wrapped(text: str, indent: int = 0) -> str:
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=" " * indent,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines()
    )
