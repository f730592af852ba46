"""One chosen file to one `Submission`.

Never raises for what a student wrote: an unreadable file becomes a row with its problem.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import SandboxFailed, UsageProblem
from grader.submissions.beside import modules_in, own_modules
from grader.submissions.model import (
    NOTEBOOK_LIMIT,
    SOURCE_LIMIT,
    TIMESTAMP_LIMIT,
    Expected,
    OwnModule,
    Reading,
    Submission,
    Unreadable,
)
from grader.submissions.names import few, shortened, shown
from grader.submissions.reader import read_module, read_notebook
from grader.submissions.text import decode_source
from grader.submissions.tree import File, Tree, file_at

_TIME = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(\S*)")


@dataclass(frozen=True)
class Found:
    """The file that was chosen for an assignment, and the folder that it lies in.

    `seen` is what it was read as, where it had to be read to be chosen. `earlier` are the student's
    files for other assignments, which it may import by the names of their modules.
    """

    file: File
    folder: Tree
    notes: tuple[str, ...] = ()
    seen: Seen | None = None
    earlier: Mapping[str, File] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """A file's text, and more where it was read: or why it can't be."""

    source: str = ""
    problem: str = ""
    fault: str = ""
    reading: Reading | None = None


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
        student=student,
        assignment=expected.slug,
        files=(shortened(file.name),),
        notes=few(found.notes),
    )
    try:
        data = _bytes_of(file)
    except Unreadable as error:
        return replace(blank, problem=shortened(str(error)))
    received, time_note = _received(found.folder)
    files = {**found.earlier, **modules_in(found.folder.top_files())}
    modules = own_modules(data, files, {expected.module, "numpy", *expected.asked.given})
    seen = found.seen or _seen(file, data, expected, whole=False)
    remarks = seen.reading.remarks if seen.reading else ()
    return replace(
        blank,
        sha256=_digest(file, data, modules),
        received=received,
        notes=few((*blank.notes, *time_note, *remarks)),
        source=seen.source,
        problem=shortened(seen.problem),
        fault=seen.fault,
        reading=seen.reading,
        line_map=seen.reading.line_map if seen.reading else None,
        modules=modules,
    )


def look_into(file: File, expected: Expected) -> Seen:
    """A file read as a whole, which tells what is filled in; never raises for what is in it."""
    try:
        return _seen(file, _bytes_of(file), expected, whole=True)
    except Unreadable as error:
        return Seen(problem=str(error))


def _bytes_of(file: File) -> bytes:
    return file.read(NOTEBOOK_LIMIT if _is_notebook(file) else SOURCE_LIMIT)


def _is_notebook(file: File, data: bytes = b"") -> bool:
    """Whether it is a notebook by its name, or by what is in it, whatever it is called."""
    is_json = data[:1000].lstrip().startswith(b"{") and b'"nbformat"' in data
    return is_json or file.path[-1].lower().endswith(".ipynb")


def _seen(file: File, data: bytes, expected: Expected, *, whole: bool) -> Seen:
    """A notebook is read as a whole in any case; a module else only when it is marked."""
    try:
        if not _is_notebook(file, data):
            source = decode_source(data)
            return Seen(source, reading=read_module(source, expected.asked) if whole else None)
        if not data.strip():
            raise Unreadable("the file is empty")
        reading = read_notebook(data, expected.asked)
    except Unreadable as error:
        return Seen(problem=str(error))
    except SandboxFailed as fault:
        return Seen(fault=str(fault))
    if not reading.source:
        first = f": {reading.remarks[0]}" if reading.remarks else ""
        problem = f"the notebook defines no function, class or constant{first}"
        return Seen(problem=problem, reading=reading)
    return Seen(reading.source, reading=reading)


def _digest(file: File, data: bytes, modules: Sequence[OwnModule]) -> str:
    name = file.name.encode("utf-8", "backslashreplace")
    digest = hashlib.sha256(len(name).to_bytes(8, "big") + name)
    digest.update(data)
    for one in modules:
        digest.update(f"\0{one.name}\0{one.source}".encode("utf-8", "surrogatepass"))
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
