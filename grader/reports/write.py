"""Reports on disk: the only module here that touches it.

A file is either the old one or the new one, never half of one, whenever the run ends. The
JSON of a report is written last, so that a report that can be read back has its pages.
The `.json` holds what hidden checks found and is for instructors; students get the
`.html` or the `.md`.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.gradebook import grades_csv
from grader.reports.html import class_html, to_html
from grader.reports.markdown import to_markdown
from grader.results import Report, from_json, to_json

_SCRATCH = re.compile(r"\..*\.([0-9]+)-[0-9]+\.tmp", re.DOTALL)


def write_report(out: Path, report: Report) -> None:
    """Write `<out>/<student>/<assignment>` as `.html`, `.md` and `.json`."""
    folder = out / report.student
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{report.assignment}.html", to_html(report))
    _write(folder / f"{report.assignment}.md", to_markdown(report))
    _write(folder / f"{report.assignment}.json", to_json(report))


def write_class(
    out: Path, reports: Sequence[Report], weights: Mapping[str, float] | None = None
) -> None:
    """Write `<out>/grades.csv` and `<out>/index.html`."""
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "grades.csv", grades_csv(reports))
    _write(out / "index.html", class_html(reports, weights))


def write_note(path: Path, text: str) -> None:
    """Write a file that lies beside the reports, as whole as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text)


def read_report(out: Path, student: str, slug: str) -> Report | None:
    """The report written before for this student and assignment; None if there is no such."""
    try:
        text = (out / student / f"{slug}.json").read_text(encoding="utf-8")
        report = from_json(text)
    except (OSError, ValueError):
        return None
    return report if (report.student, report.assignment) == (student, slug) else None


def sweep(out: Path) -> None:
    """Remove what earlier runs that were killed had begun to write below `out`."""
    for path in [*out.glob(".*.tmp"), *out.glob("*/.*.tmp")]:
        found = _SCRATCH.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            path.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    if os.name != "posix":
        return True  # asking there would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False  # no process has such a number
    except PermissionError:
        return True
    return True


def _write(path: Path, text: str) -> None:
    # Beside its target, since a rename is only atomic within one file system.
    scratch = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        scratch.write_bytes(text.encode("utf-8", "backslashreplace"))
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
