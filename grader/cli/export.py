"""`grade export`: the course's quizzes for other systems."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.authors import course_option


@click.command(short_help="Write quizzes for Moodle or Canvas.")
@click.argument("slugs", nargs=-1, metavar="[QUIZ]...")
@click.option(
    "--format",
    "name",
    type=click.Choice(["moodle", "text2qti"]),
    required=True,
    help="Moodle XML, or the text that text2qti makes QTI of, for Canvas and others.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("exported"),
    show_default=True,
    help="Where the files are written.",
)
@course_option
def export(slugs: tuple[str, ...], name: str, out: Path, course_root: Path | None) -> int:
    """Write the QUIZZES (default: all of the course) as other systems read them.

    What a format cannot hold is said for each question. The files hold all answers: they are for
    instructors.
    """
    from grader.cli.run import course_at
    from grader.errors import UsageProblem
    from grader.exports import moodle_xml, text2qti_text
    from grader.near import near_words
    from grader.quizzes import Papers

    course = course_at(course_root, Path.cwd())
    papers = Papers(course)
    for slug in slugs:
        if slug not in course.quizzes():
            names = course.quizzes()
            meant = near_words(slug, names) or f"This course has {', '.join(names)}."
            raise UsageProblem(f"There is no quiz {slug!r}. {meant}")
    make = {"moodle": moodle_xml, "text2qti": text2qti_text}[name]
    out.mkdir(parents=True, exist_ok=True)
    for slug in slugs or course.quizzes():
        exported = make(papers.quiz(slug), papers.secret)
        path = out / f"{slug}{exported.suffix}"
        path.write_text(exported.text, encoding="utf-8")
        click.echo(f"wrote {path}")
        for told in exported.lost:
            click.echo(f"  {told}")
    return 0
