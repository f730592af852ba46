"""`grade check`: the public checks on your own work."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(short_help="Run the public checks on your own work.")
@click.argument("path", default=Path(), type=click.Path(path_type=Path, exists=True))
@click.option("-e", "--exercise", "exercises", multiple=True, help="Only this exercise.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, and nothing else.")
def check(path: Path, exercises: tuple[str, ...], as_json: bool) -> int:
    """Run the public checks on your own work.

    PATH is an assignment's folder, your file in one, or a folder of assignments; default:
    this folder.

    Exit code 0 if every public check passes, 1 if one does not.
    """
    from rich.console import Console

    from grader.checking import check_source, handouts, read_work
    from grader.reports.screen import print_check

    console = Console()
    reports = []
    for number, folder in enumerate(handouts(path)):
        assignment, submission = read_work(folder, path if path.is_file() else None)
        report = check_source(folder, assignment, submission, exercises)
        reports.append(report)
        if not as_json:
            if number:
                console.rule()
            print_check(report, console, source=submission.source)
    if as_json:
        whole = [one.model_dump(mode="json", by_alias=True) for one in reports]
        click.echo(json.dumps({"schema": 1, "reports": whole}, indent=2))
    passed = all(
        report.status == "graded" and report.score == report.max_score for report in reports
    )
    return 0 if passed else 1
