"""One chosen file to one `Submission`.

Never raises for what a student wrote: an unreadable file becomes a row with its problem.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import SandboxFailed, UsageProblem
from grader.submissions.belongs import defined_names
from grader.submissions.beside import modules_in, own_modules
from grader.submissions.model import (
    MEGABYTE,
    NOTEBOOK_LIMIT,
    SOURCE_LIMIT,
    SOURCE_SUFFIXES,
    TIMESTAMP_LIMIT,
    WHOLE_NOTEBOOK_LIMIT,
    Asked,
    Expected,
    OwnModule,
    Reading,
    Submission,
    Unreadable,
    is_notebook,
    megabytes,
    suffix_of,
)
from grader.submissions.names import few, shortened, shown
from grader.submissions.outputs import without_outputs
from grader.submissions.reader import read_module, read_notebook
from grader.submissions.text import decode_source, merge_marks, plain_newlines, refuse_other_kinds
from grader.submissions.times import iso_time
from grader.submissions.tree import File, Tree, file_at

# Larger ones are not looked at for what they may be, unless their name says it.
MOST_SCANNED = 5 * MEGABYTE


@dataclass(frozen=True)
class Found:
    """The file that was chosen for an assignment, and the folder that it lies in.

    `seen` is what it was read as, where it had to be read to be chosen. `earlier` are the student's
    files for other assignments, which it may import by the names of their modules. `stamped` is the
    folder that tells when it was received, where that is another one.
    """

    file: File
    folder: Tree
    notes: tuple[str, ...] = ()
    seen: Seen | None = None
    earlier: Mapping[str, File] = field(default_factory=dict)
    stamped: Tree | None = None


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
    received, time_note = received_in(found.stamped or found.folder)
    files = {**found.earlier, **modules_in(found.folder.top_files())}
    modules = own_modules(data, files, {expected.module, "numpy", *expected.asked.given})
    seen = found.seen or _seen(file, data, expected, whole=False)
    remarks = (*(seen.reading.remarks if seen.reading else ()), *_no_python(modules))
    return replace(
        blank,
        sha256=digest_of(file, data, modules),
        received=received,
        notes=few((*blank.notes, *_odd_name(file), *time_note, *remarks)),
        source=seen.source,
        problem=shortened(seen.problem),
        fault=seen.fault,
        reading=seen.reading,
        line_map=seen.reading.line_map if seen.reading else None,
        modules=modules,
    )


def _no_python(modules: Sequence[OwnModule]) -> Iterator[str]:
    """A remark on each of the student's own modules that can't be imported."""
    for one in modules:
        with contextlib.suppress(Unreadable, SandboxFailed):  # told of the work that imports it
            if problem := read_module(one.source, Asked()).problem:
                yield f"{one.file}, which your file imports, is not valid Python: {problem}"


def _odd_name(file: File) -> tuple[str, ...]:
    """A remark on a name that says something else than what the file is."""
    suffix = suffix_of(file.path[-1], SOURCE_SUFFIXES)
    if suffix in ("", ".py", ".ipynb"):
        return ()
    kind, end = ("a notebook", ".ipynb") if is_notebook(file.path[-1]) else ("Python", ".py")
    return (f"{file.name} was read as {kind}; hand it in under a name that ends in {end}",)


def look_into(file: File, expected: Expected) -> Seen:
    """A file read as a whole, which tells what is filled in; never raises for what is in it."""
    try:
        return _seen(file, _bytes_of(file), expected, whole=True)
    except Unreadable as error:
        return Seen(problem=str(error))


def defined_in(file: File) -> frozenset[str]:
    """The names that a file seems to define; none of one that can't be read, or is very large."""
    try:
        return defined_names(file.read(MOST_SCANNED)) if file.size <= MOST_SCANNED else frozenset()
    except Unreadable:
        return frozenset()


def _bytes_of(file: File) -> bytes:
    if not is_notebook(file.path[-1]):
        return file.read(SOURCE_LIMIT)
    data = file.read(WHOLE_NOTEBOOK_LIMIT)
    if len(data) > NOTEBOOK_LIMIT:
        data = without_outputs(data)
    if len(data) > NOTEBOOK_LIMIT:
        raise Unreadable(
            f"{file.name} is larger than {megabytes(NOTEBOOK_LIMIT)} without its outputs, "
            "so it was not read"
        )
    return data


def _is_notebook(file: File, data: bytes) -> bool:
    """Whether it is a notebook by its name, or by what is in it, whatever it is called."""
    is_json = data[:1000].lstrip().startswith(b"{") and b'"nbformat"' in data
    return is_json or is_notebook(file.path[-1])


def _seen(file: File, data: bytes, expected: Expected, *, whole: bool) -> Seen:
    """A notebook is read as a whole in any case; a module else only when it is marked."""
    try:
        refuse_other_kinds(data)
        if not _is_notebook(file, data):
            source = decode_source(data)
            marks = merge_marks(source)
            reading = read_module(source, expected.asked) if whole or marks else None
            # In a text within the file they are no harm.
            problem = marks if reading and reading.problem else ""
            return Seen("" if problem else source, problem=problem, reading=reading)
        if not data.strip():
            raise Unreadable("the file is empty")
        reading = read_notebook(data, expected.asked)
    except Unreadable as error:
        marks = merge_marks(plain_newlines(data.decode("utf-8", "replace")))
        return Seen(problem=marks or str(error))
    except SandboxFailed as fault:
        return Seen(fault=str(fault))
    if not reading.source:
        first = f": {reading.remarks[0]}" if reading.remarks else ""
        problem = f"the notebook defines no function, class or constant{first}"
        return Seen(problem=problem, reading=reading)
    return Seen(reading.source, reading=reading)


def digest_of(file: File, data: bytes, modules: Sequence[OwnModule]) -> str:
    """The digest of a file with what it imports, and of its name."""
    name = file.name.encode("utf-8", "backslashreplace")
    digest = hashlib.sha256(len(name).to_bytes(8, "big") + name)
    digest.update(data)
    for one in modules:
        digest.update(f"\0{one.name}\0{one.source}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def received_in(folder: Tree) -> tuple[str | None, tuple[str, ...]]:
    """The time in the `timestamp.txt` of nbgrader or Sakai, as ISO 8601.

    Not believed inside a student's own archive, where the student wrote it.
    """
    stamps = [file for file in folder.top_files() if file.path[0] == "timestamp.txt"]
    if not stamps or folder.own:
        return None, ()
    try:
        text = stamps[0].read(TIMESTAMP_LIMIT).decode("ascii").strip()
        return iso_time(text), ()
    except ValueError:
        return None, ("timestamp.txt holds no time that can be read",)
