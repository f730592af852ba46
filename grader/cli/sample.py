"""`grade sample DIR`: a class of synthetic submissions to try the grader on."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write a class of synthetic submissions.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "-n",
    "--students",
    type=click.IntRange(1, 10_000),
    default=30,
    show_default=True,
    help="How many.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "-a",
    "--assignment",
    "only",
    multiple=True,
    help="Only this assignment or quiz, or all that are called so: 'c1_*' (may be repeated).",
)
@click.option(
    "--course",
    "course_root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder that holds assignments/; default: this folder or one above it.",
)
def sample(
    folder: Path, students: int, seed: int, only: tuple[str, ...], course_root: Path | None
) -> None:
    """Write a class into DIR: right, mistaken, unfinished, broken and missing submissions.

    What each student is lies in DIR/.sample.json, which the grader does not read.
    """
    from fnmatch import fnmatchcase

    from grader.batch import write_sample
    from grader.cli.run import course_at
    from grader.quizzes import Papers

    course = course_at(course_root, folder)
    every = (*course.slugs(), *course.quizzes())
    called = {one: {slug for slug in every if fnmatchcase(slug, one)} for one in only}
    for one, found in called.items():
        if not found:
            course.require(one)
    asked = [slug for slug in every if not only or slug in set().union(*called.values())]
    quizzes = [slug for slug in asked if slug in course.quizzes()]
    assignments = [course.load(slug) for slug in asked if slug not in quizzes]
    written = write_sample(folder, assignments, students, seed, Papers(course), quizzes)
    click.echo(f"{students} students, {written} files in {folder}")
