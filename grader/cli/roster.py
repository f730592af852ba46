"""The students' ids in a list of the class, as spreadsheets and learning systems write one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

# What separates columns, those first that stand in no id and no name.
SEPARATORS = "\t;,"
# How a column of ids is headed, the surest first; what a system shows of a student comes last.
HEADS = (
    "student id",
    "studentid",
    "id number",
    "student number",
    "matriculation number",
    "matrikelnummer",
    "username",
    "user name",
    "login",
    "login id",
    "sis login id",
    "benutzername",
    "anmeldename",
    "kennung",
    "user id",
    "sis user id",
    "sis id",
    "id",
    "student",
)
# What stands over other columns: such words in the first line say that it is a head, whatever the
# column of ids is called.
OTHER_HEADS = frozenset(
    {"name", "names", "full name", "first name", "last name", "given name", "family name",
     "surname", "vorname", "nachname", "familienname", "email", "e mail", "email address",
     "e mail adresse", "section", "sections", "group", "groups", "gruppe"}
)  # fmt: skip
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_EXCEL = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Roster:
    """The ids of a list, each once, and the words over their column; "" where there are none."""

    ids: tuple[str, ...]
    head: str


def read_roster(path: Path) -> Roster:
    """The ids in a list: on a line each, or in a column of a CSV with commas, semicolons or tabs.

    The column is the one whose head says that it holds ids, or else the first. The first line is a
    head, too, if a word in it is one that stands over names and the like, or if its id has another
    form than all below (see `_is_over`). Raises `click.UsageError` for a list that is not to be
    understood.
    """
    text = _text(path)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    named = _EXCEL.fullmatch(first.strip())
    if named:  # how Excel writes down which separator it takes
        text, first = text.partition(first)[2], ""
    separator = named[1] if named else _separator(first)
    rows = list(_rows(path, text, separator))
    if not rows:
        raise click.UsageError(f"{path} holds no ids; write one on each line.")
    heads = [_plainly(cell) for cell in rows[0][1]]
    column = next((heads.index(head) for head in HEADS if head in heads), 0)
    head = rows.pop(0)[1][column] if _has_head(path, heads, [row for _, row in rows]) else ""
    ids: dict[str, None] = {}
    for line, row in rows:
        found = row[column] if len(row) > column else ""
        if not found:
            raise click.UsageError(
                f"{path}, line {line}: there is no id in it; write it, or take the line out."
            )
        ids[found] = None
    if not ids:
        raise click.UsageError(f"{path} holds no ids below its head; write one on each line.")
    return Roster(tuple(ids), head)


def _has_head(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of the rows is no student's, its words being `heads`.

    Raises `click.UsageError` for a head that does not say which column holds the ids.
    """
    if any(head in HEADS for head in heads) or _is_over(*(row[0] for row in rows)):
        return True
    if heads[0] in OTHER_HEADS and len(heads) > 1:
        raise click.UsageError(
            f"{path}: the first line is a head, and says of no column that it holds ids; call that "
            "column `id` there, or leave it alone in the list."
        )
    return any(head in OTHER_HEADS for head in heads)


def _is_over(first: str, *below: str) -> bool:
    """Whether the first cell of a column is its head, as it has another form than all below.

    These have an @, or are numbers but for a letter or two (123456, s123456), and it has none of
    that. Names of accounts with a digit at the end are no such form: the first may have none.
    """
    if not first or not below or not all(below):
        return False
    numbers = all(2 * sum(map(str.isdigit, cell)) > len(cell) for cell in below)
    return (numbers and not re.search(r"\d", first)) or (
        "@" not in first and all("@" in cell for cell in below)
    )


def _text(path: Path) -> str:
    raw = path.read_bytes()
    # What Excel calls "Unicode text".
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(
            f"{path} is no UTF-8 text; save it as such (in Excel: “CSV UTF-8”)."
        ) from None
    if "\0" in text:
        raise click.UsageError(f"{path} is no text, but a file of a program; save it as CSV.")
    return text


def _separator(line: str) -> str:
    """What separates the columns of the first line; a comma where it has one column."""
    bare = _QUOTED.sub("", line)
    return next((sign for sign in SEPARATORS if sign in bare), ",")


def _rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line on which it ends."""
    lines = text.splitlines()
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    try:
        for cells in reader:
            row = [cell.strip() for cell in cells]
            if not any(row):
                continue
            line = lines[reader.line_num - 1]
            others = [sign for sign in SEPARATORS if sign in _QUOTED.sub("", line)]
            if len(row) == 1 and others:
                raise click.UsageError(
                    f"{path}, line {reader.line_num}: {line.strip()[:80]!r} is no id; separate "
                    "the columns of all lines by the same sign, or leave the id alone on its line."
                )
            yield reader.line_num, row
    except csv.Error as fault:
        raise click.UsageError(
            f"{path}, line {reader.line_num}: {fault}; write an id on each line, or save the list "
            "as CSV."
        ) from None


def _plainly(head: str) -> str:
    return " ".join(re.split(r"[\s_-]+", head.casefold())).strip(" #:")
