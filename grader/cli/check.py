"""`grade check`: the public checks on your own work."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.line import where_it_is_seen

if TYPE_CHECKING:
    from grader.results import Report


@click.command(short_help="Run the public checks on your own work.")
@click.argument("path", default=Path(), type=click.Path(path_type=Path, exists=True))
@click.option("-e", "--exercise", "exercises", multiple=True, help="Only this exercise.")
@click.option(
    "-w",
    "--watch",
    "watched",
    is_flag=True,
    help="Run again at each save, one exercise at a time; `q` quits.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def check(path: Path, exercises: tuple[str, ...], watched: bool, as_json: bool) -> int:
    """Run the public checks on your own work.

    PATH is an assignment's folder, your file in one, or a folder of assignments; default:
    this folder. Run in an assignment's folder, it may be your file from anywhere. Of a module,
    a notebook and copies of them, the one with the fewest stubs left is your work.

    Exit code 0 if every public check passes, 1 if one does not.
    """
    if watched and as_json:
        raise click.UsageError("--watch keeps a screen, --json prints once: use one of the two.")
    with _quick_imports():
        from rich.console import Console

        from grader.errors import UsageProblem
        from grader.selfcheck import (
            Running,
            check_source,
            handouts,
            of_exercises,
            points_of,
            print_check,
            read_work,
            to_mend_first,
        )

    if isinstance(sys.stdout, io.TextIOWrapper):
        # Where a pipe has no sign for σ or ✓ (Windows), a question mark will do.
        sys.stdout.reconfigure(errors="replace")
    console = Console()
    file = path if path.is_file() else None
    folders = handouts(path)
    if watched:
        if len(folders) > 1:
            names = ", ".join(folder.name for folder in folders)
            raise UsageProblem(
                f"--watch goes through one assignment at a time: name one ({names}), or run it in "
                "its folder."
            )
        from grader.cli.watch import watch

        return watch(folders[0], file, exercises, console)
    works = [(folder, *read_work(folder, file)) for folder in folders]
    several = len(works) > 1
    reports: list[Report] = []
    for folder, assignment, submission in of_exercises(works, exercises) if several else works:
        known = [one.name for one in assignment.spec.exercises]
        chosen = [name for name in exercises if not several or name in known]
        with Running(where_it_is_seen()) as running:
            report = check_source(folder, assignment, submission, chosen, running.begun)
            if not as_json:
                first = to_mend_first(folder, assignment, submission, report, running.begun)
        if not as_json:
            if reports:
                console.rule()
            points = points_of(assignment, [one.name for one in report.exercises])
            print_check(report, console, source=submission.source, points=points, first=first)
        reports.append(report)
    if as_json:
        whole = [one.model_dump(mode="json", by_alias=True) for one in reports]
        click.echo(json.dumps({"schema": 1, "reports": whole}, indent=2))
    passed = all(
        report.status == "graded" and report.score == report.max_score for report in reports
    )
    return 0 if passed else 1


@contextlib.contextmanager
def _quick_imports() -> Iterator[None]:
    """A student waits for these: a tenth of the time went into looking for garbage among them."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
