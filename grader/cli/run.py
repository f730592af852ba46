"""`grade SUBMISSIONS`: mark a class."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.apart import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.batch import Grading
    from grader.results import Report

RUNGS = ("A", "B", "C", "D")
# So many of students' works are named in a sentence.
MOST_TOLD = 6


@click.command(short_help="Mark a folder of submissions.")
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports"),
    show_default=True,
    help="Where reports, grades.csv and index.html are written.",
)
@click.option(
    "-a",
    "--assignment",
    "only",
    multiple=True,
    help="Mark only this assignment, and ask it of everyone.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes; default: the cores.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the reports as JSON, and nothing else."
)
@click.option(
    "--fresh", is_flag=True, help="Mark anew what has a report already, and run all code."
)
@click.option(
    "--course",
    "course_root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder that holds assignments/; default: this one, or one above it or SUBMISSIONS.",
)
@click.option("--rung", type=click.Choice(RUNGS), help="Force a rung of isolation.")
@click.option(
    "--allow-unsafe", is_flag=True, help="Go on without a sandbox: for code that you trust."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if a score is below this.",
)
@click.option(
    "--no-pictures", is_flag=True, help="Leave out of the reports what students' functions draw."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def run(
    submissions: Path,
    out: Path,
    only: tuple[str, ...],
    jobs: int | None,
    as_json: bool,
    fresh: bool,
    course_root: Path | None,
    rung: Any,
    allow_unsafe: bool,
    fail_under: float | None,
    no_pictures: bool,
    quiet: bool,
) -> int:
    """Mark a folder (or an archive) of SUBMISSIONS.

    Layouts: SUBMISSIONS/<student>/<assignment>/<module>.py, SUBMISSIONS/<student>/<assignment>.py,
    notebooks in place of .py, zip or tar archives of any of these; and the downloads of Canvas,
    Moodle, Blackboard, Brightspace, Gradescope, Sakai and nbgrader, and clones of repositories.

    Exit codes: 0 graded; 1 a score is under --fail-under; 2 usage; 3 something of the grader
    broke for a submission; 4 the course is invalid; 5 no safe sandbox; 130 interrupted.
    """
    from grader.batch import Settings, default_jobs, start

    if not submissions.exists():
        raise click.UsageError(f"There is no folder {str(submissions)!r}.")
    if rung == "D" and not allow_unsafe:
        raise click.UsageError("Rung D is no sandbox; add --allow-unsafe if you trust this code.")
    course = course_at(course_root, submissions, work=submissions)
    settings = Settings(
        jobs=jobs or default_jobs(),
        out=out,
        fresh=fresh,
        rung=rung,
        allow_unsafe=allow_unsafe,
        only=only,
        pictures=not no_pictures,
    )
    grading = start(course, submissions, settings)
    if any(one.assignment in course.quizzes() and not one.missing for one in grading.submissions):
        _warn_of_secret(grading)
    try:
        _follow(grading, quiet=quiet or as_json)
    except KeyboardInterrupt:
        click.echo(
            f"\nInterrupted: {len(grading.done)} of {len(grading.submissions)} submissions are "
            "marked. Run the same command again to go on.",
            err=True,
        )
        return 130
    reports = grading.reports
    if as_json:
        _print_json(grading.whole())
    else:
        _print_summary(reports, out, grading.weights)
        _print_reused(grading)
        _print_earlier(grading, out)
    return _exit_code(reports, fail_under)


def _warn_of_secret(grading: Grading) -> None:
    """Say it where papers, which follow from the secret, are marked."""
    if grading.papers is not None and grading.papers.warning:
        click.echo(grading.papers.warning, err=True)


def course_at(root: Path | None, start: Path, *, work: Path | None = None) -> Any:
    """The course that `--course` names, or else the one around this folder or `start`; what was
    handed in as `work` is never taken for one.
    """
    from grader.course import find_course, load_course
    from grader.errors import UsageProblem

    if root is None:
        # An editable installation has the course beside the package.
        return find_course(Path.cwd(), start, Path(__file__).parent, outside=work)
    if not (root / "assignments" / "course.toml").is_file():
        raise UsageProblem(f"{root} is no course: it has no assignments/course.toml.")
    return load_course(root)


def _follow(grading: Grading, *, quiet: bool) -> None:
    """Run the grading and show how far it is, on stderr."""
    total = len(grading.waiting)
    if not quiet:
        _say_layout(grading)
    if quiet:
        for _ in grading.run():
            pass
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        for number, report in enumerate(grading.run(), start=1):
            score = "withheld" if report.score is None else f"{report.score}/{report.max_score}"
            click.echo(f"[{number}/{total}] {_who(report)} {report.assignment}: {score}", err=True)
        return
    # No refresh thread: processes are forked while this is shown.
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        auto_refresh=False,
        transient=True,
    )
    with progress:
        task = progress.add_task("Marking", total=total)
        progress.refresh()
        for report in grading.run():
            progress.update(task, advance=1, description=escape(_who(report)[:20]))
            progress.refresh()


def _say_layout(grading: Grading) -> None:
    """Whose download this was taken for: a wrong guess is then seen at once."""
    from grader.results.words import count

    students = {one.student: one.layout for one in grading.submissions}
    layout = next(iter(students.values()), "")
    if layout:
        click.echo(f"Read as {layout}: {count(len(students), 'student')}.", err=True)


def _who(report: Report) -> str:
    return _plain(report.student)


def _plain(student: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in called(student))


def _print_json(reports: Iterable[Report]) -> None:
    import json

    whole = {
        "schema": 1,
        "reports": [one.model_dump(mode="json", by_alias=True) for one in reports],
    }
    click.echo(json.dumps(whole, indent=2))


def _print_summary(reports: Sequence[Report], out: Path, weights: Mapping[str, float]) -> None:
    from rich.console import Console

    from grader.reports import print_summary

    print_summary(reports, Console(file=sys.stdout), index=out / "index.html", weights=weights)
    rungs = sorted({report.isolation for report in reports if report.isolation not in (None, "A")})
    if rungs:
        click.echo(
            f"Isolation: rung {' and '.join(rungs)} in place of A; `grade doctor` says why.",
            err=True,
        )


def _print_reused(grading: Grading) -> None:
    """What this run knew again; a report that still holds says what an earlier one did."""
    made = {(one.student, one.assignment) for one in grading.waiting}
    exercises = [
        one
        for report in grading.reports
        if (report.student, report.assignment) in made
        for one in report.exercises
    ]
    reused = sum(one.reused for one in exercises)
    if reused:
        click.echo(
            f"{reused} of {len(exercises)} exercises hold code that was marked before, and were "
            "not run again (--fresh runs all)."
        )


def _print_earlier(grading: Grading, out: Path) -> None:
    """What the results hold that this run did not make."""
    from grader.results.words import count

    beside = grading.beside
    if grading.kept and not grading.waiting:
        click.echo("Nothing has changed since the last run: no report was made again.")
    elif grading.kept:
        click.echo(f"{count(grading.kept, 'report')} of an earlier run still hold.")
    if beside.kept:
        click.echo(
            f"This was a part of a class: grades.csv and index.html hold "
            f"{count(len(beside.kept), 'earlier report')} of the others too."
        )
    for keys, what in (
        (beside.gone, "of work that is not there any more"),
        (beside.strange, "of other work, for which another folder is better (-o)"),
    ):
        if keys:
            click.echo(
                f"Not counted: {count(len(keys), 'report')} in {out} {what}: {some_of(keys)}."
            )


def some_of(keys: Sequence[tuple[str, str]]) -> str:
    """The first of these students' works by name, and how many more there are."""
    from grader.results.words import listed

    names = [f"{_plain(student)}/{slug}" for student, slug in keys[:MOST_TOLD]]
    more = len(keys) - len(names)
    return listed([*names, *([f"{more} more"] if more else [])])


def _exit_code(reports: Sequence[Report], fail_under: float | None) -> int:
    if any(report.status == "broken" for report in reports):
        return 3
    if fail_under is not None:
        for report in reports:
            if report.score is not None and 100 * report.score < fail_under * report.max_score:
                return 1
    return 0
