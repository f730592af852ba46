"""One chosen file to one `Submission`.

Never raises for what a student wrote: an unreadable file becomes a row with its problem.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import zoneinfo
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageProblem
from grader.submissions.model import (
    NOTEBOOK_LIMIT,
    SOURCE_LIMIT,
    TIMESTAMP_LIMIT,
    Expected,
    Submission,
    Unreadable,
)
from grader.submissions.names import shown
from grader.submissions.notebooks import extract_notebook
from grader.submissions.text import decode_source
from grader.submissions.tree import File, Tree, file_at

_TIME = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(\S*)")


@dataclass(frozen=True)
class Found:
    """The file that was chosen for an assignment, and the folder that it lies in."""

    file: File
    folder: Tree
    notes: tuple[str, ...] = ()


def read_source(path: Path, expected: Expected) -> Submission:
    """One file as a submission without a student: for a student's check of their own work.

    Raises UsageProblem if there is no such file.
    """
    if not path.is_file():
        raise UsageProblem(f"There is no file {shown(str(path))}; name a .py or .ipynb file.")
    file = file_at(path)
    return read_found(Found(file, Tree((file,))), expected, student="")


def read_found(found: Found, expected: Expected, *, student: str) -> Submission:
    """The submission that a chosen file is."""
    file = found.file
    blank = Submission(
        student=student, assignment=expected.slug, files=(file.name,), notes=found.notes
    )
    try:
        return _read(file, blank, found.folder)
    except Unreadable as error:
        return replace(blank, problem=str(error))


def _read(file: File, blank: Submission, folder: Tree) -> Submission:
    is_notebook = file.path[-1].lower().endswith(".ipynb")
    data = file.read(NOTEBOOK_LIMIT if is_notebook else SOURCE_LIMIT)
    received, time_note = _received(folder)
    known = replace(
        blank,
        sha256=_digest(file, data),
        received=received,
        notes=blank.notes + time_note,
    )
    try:
        if not is_notebook:
            return replace(known, source=decode_source(data))
        if not data.strip():
            raise Unreadable("the file is empty")
        notebook = extract_notebook(_json_text(data))
    except Unreadable as error:
        return replace(known, problem=str(error))
    notes = known.notes + notebook.notes
    if not notebook.source:
        first = f": {notebook.notes[0]}" if notebook.notes else ""
        problem = f"the notebook defines no function, class or constant{first}"
        return replace(known, notes=notes, problem=problem)
    return replace(known, source=notebook.source, notes=notes, line_map=notebook.line_map)


def _json_text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the notebook is not UTF-8; save it again with Jupyter") from None


def _digest(file: File, data: bytes) -> str:
    name = file.name.encode("utf-8", "backslashreplace")
    digest = hashlib.sha256(len(name).to_bytes(8, "big") + name)
    digest.update(data)
    return digest.hexdigest()


def _received(folder: Tree) -> tuple[str | None, tuple[str, ...]]:
    """The time in an nbgrader `timestamp.txt`, as ISO 8601 in UTC.

    Not believed inside a student's own archive, where the student wrote it.
    """
    stamps = [file for file in folder.top_files() if file.path[0] == "timestamp.txt"]
    if not stamps or folder.own:
        return None, ()
    try:
        text = stamps[0].read(TIMESTAMP_LIMIT).decode("ascii").strip()
        return _utc(text).isoformat(timespec="seconds"), ()
    except (ValueError, OSError, OverflowError, zoneinfo.ZoneInfoNotFoundError):
        return None, ("timestamp.txt holds no time that can be read",)


def _utc(text: str) -> datetime.datetime:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError
    clock, zone = match.groups()
    if not zone or zone in ("Z", "UTC", "GMT"):
        return datetime.datetime.fromisoformat(clock).replace(tzinfo=datetime.UTC)
    if zone[0] in "+-":
        moment = datetime.datetime.fromisoformat(clock + zone)
    else:
        moment = datetime.datetime.fromisoformat(clock).replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return moment.astimezone(datetime.UTC)
