"""The code cells of a notebook, with what only IPython understands taken out.

Notebooks are read as JSON: their outputs and metadata are never looked at, and nothing in
them is run.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from grader.submissions.model import SOURCE_LIMIT, Unreadable, megabytes
from grader.submissions.names import listed, shown
from grader.submissions.source.advice import with_advice
from grader.submissions.text import plain_newlines

# Cell magics whose body is ordinary Python in the notebook's own namespace.
_TRANSPARENT = frozenset({"capture", "time", "prun"})
_HELP = re.compile(r"\s*(\?{1,2}\s*[%\w.*]+|[%\w.*]+\s*\?{1,2})\s*$")
_ASSIGNED = re.compile(r"\s*[^\W\d][\w, ]*=\s*([!%])[^=]")
_LEXEMES = re.compile(r"\\.|'''|\"\"\"|['\"#()\[\]{}]")
# The first line may be broken within its brackets, and then ends with the one that closes them.
_DEFINED = re.compile(
    r"^def ([^\W\d]\w*)\((?:.*:[^\n]*|[^\n]*(?:\n[ \t]+[^\n]*)*\n\)[^\n]*:[^\n]*)\n+[ \t]+\S",
    re.MULTILINE,
)
_KINDS = ("magic", "shell line", "help line")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class NotebookUnreadable(Unreadable):
    """The file is no notebook that can be read; the text is the sentence that says why."""


@dataclass(frozen=True)
class Cell:
    """A code cell: its number from the top (text cells included), its Python, parsed."""

    number: int
    lines: tuple[str, ...]
    body: tuple[ast.stmt, ...]


def code_cells(
    text: str, filename: str = "", exercises: Collection[str] = ()
) -> tuple[list[Cell], list[str]]:
    """The code cells that are Python, and notes on what was left out of them.

    A cell that writes the file of that name holds the work; the functions looked for are the
    `exercises`.
    Lines that were left out are kept as `pass`, so that line numbers stay those of the cell.
    Raises NotebookUnreadable.
    """
    cells: list[Cell] = []
    notes: list[str] = []
    total = 0
    book = _load(text)
    notes += _in_text_cells(book, exercises)
    for number, source in _sources(book):
        if source is None:
            notes.append(f"cell {number} was left out: its text can't be read")
            continue
        total += len(source)
        if total > SOURCE_LIMIT:
            raise NotebookUnreadable(
                f"the notebook holds more than {megabytes(SOURCE_LIMIT)} of code"
            )
        cell, note = _cell(number, plain_newlines(source).removeprefix("\ufeff"), filename)
        if cell is not None:
            cells.append(cell)
        if note:
            notes.append(note)
    return cells, notes


def without_magics(source: str) -> tuple[str, str]:
    """Some text with IPython's own lines replaced by `pass`, and what was left out, or ""."""
    lines, counts = _without_magics(source.split("\n"))
    return "\n".join(lines), _left_out(counts)


def reason(error: Exception) -> str:
    """Why Python refused a piece of code, in a few words."""
    if isinstance(error, SyntaxError):
        return shown(error.msg or "invalid syntax")
    if isinstance(error, RecursionError | MemoryError):
        return "it is nested too deeply"
    if isinstance(error, UnicodeError):
        return "it holds a character that is none"
    return "it holds a NUL character"


def parse(source: str) -> ast.Module:
    """The tree of some Python; raises SyntaxError, ValueError, RecursionError, MemoryError."""
    with warnings.catch_warnings():
        # A stray "\d" in a string is the student's business, not a reason to refuse the cell.
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _load(text: str) -> dict[str, Any]:
    try:
        book = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise NotebookUnreadable(
            f"the notebook's file is damaged or cut off: it is not JSON from line {error.lineno}, "
            f"column {error.colno} on; save it again with Jupyter"
        ) from None
    except (RecursionError, ValueError):
        raise NotebookUnreadable(
            "the notebook's JSON is nested too deeply or holds a number that is too long"
        ) from None
    if not isinstance(book, dict) or "nbformat" not in book:
        raise NotebookUnreadable(
            "the file is JSON but no notebook: it does not say which nbformat it has"
        )
    version = book["nbformat"]
    if type(version) is not int or version not in (3, 4):
        raise NotebookUnreadable(
            f"the notebook has nbformat {shown(repr(version)[:20])}, but 3 or 4 is needed; "
            "save it again with a current Jupyter"
        )
    language = _language(book)
    if "python" not in language.lower():
        raise NotebookUnreadable(f"the notebook's language is {shown(language[:20])}, not Python")
    return book


def _language(book: dict[str, Any]) -> str:
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        metadata = book.get("metadata")
        value = metadata.get(part) if isinstance(metadata, dict) else None
        name = value.get(key) if isinstance(value, dict) else None
        if isinstance(name, str) and name:
            return name
    return "python"


def _sources(book: dict[str, Any]) -> list[tuple[int, str | None]]:
    key = "source" if book["nbformat"] == 4 else "input"
    return [
        (number, _joined(cell.get(key)))
        for number, cell in enumerate(_cells(book), 1)
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]


def _cells(book: dict[str, Any]) -> list[Any]:
    if book["nbformat"] == 4:
        lists = [book.get("cells")]
    else:
        sheets = book.get("worksheets")
        if not isinstance(sheets, list):
            raise NotebookUnreadable("the notebook holds no list of worksheets")
        lists = [sheet.get("cells") if isinstance(sheet, dict) else None for sheet in sheets]
    if not all(isinstance(cells, list) for cells in lists):
        raise NotebookUnreadable("the notebook holds no list of cells")
    return [cell for some in lists for cell in some or ()]


def _in_text_cells(book: dict[str, Any], exercises: Collection[str]) -> Iterator[str]:
    """A note on each text cell that holds a function: it may be work in the wrong kind of cell.

    What stands between fences, or is indented as an example, is shown to be read: unless it is an
    exercise that no code cell defines.
    """
    code = "\n".join(source or "" for _, source in _sources(book))
    for number, cell in enumerate(_cells(book), 1):
        if isinstance(cell, dict) and cell.get("cell_type") in ("markdown", "raw"):
            source = _joined(cell.get("source"))
            if source and (found := _DEFINED.search(source)):
                name = shown(found[1][:60])
                is_shown = "```" in source
                if not is_shown or (name in exercises and f"def {name}(" not in code):
                    do = "put it in a code cell" if is_shown else "make it a code cell"
                    yield f"cell {number} is no code cell, and defines {name}: {do}"


def _joined(source: object) -> str | None:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return None


def _cell(number: int, source: str, filename: str) -> tuple[Cell | None, str]:
    lines, note = source.split("\n"), ""
    try:
        body = parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # What IPython adds to Python is never valid Python, so only such cells hold any.
        first, magic = lines[0].split(), _cell_magic(lines)
        is_file = magic in ("file", "writefile")
        if magic is not None and magic not in _TRANSPARENT and not (is_file and filename in first):
            why = (
                "only writes a file, so take this line and what imports it out"
                if is_file
                else "is not Python"
            )
            return None, f"cell {number} was left out: %%{shown(magic[:20])} {why}"
        lines, counts = _without_magics(lines)
        left_out = _left_out(counts)
        note = f"{left_out} of cell {number}" if left_out else ""
        try:
            body = parse("\n".join(lines)).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None)
            where = f"line {line} is not valid Python" if line else "it is not valid Python"
            said = with_advice("\n".join(lines), line, reason(error))
            names = re.findall(r"^def ([^\W\d]\w*)", source, re.MULTILINE)
            lost = f"; it defines {listed(names)}" if names else ""
            return None, f"cell {number} was left out: {where} ({said}){lost}"
    return Cell(number, tuple(lines), tuple(body)), note


def _cell_magic(lines: list[str]) -> str | None:
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith("%%"):
        return None
    return (first[2:].split() or [""])[0]


def _without_magics(lines: list[str]) -> tuple[list[str], Counter[str]]:
    """The lines with IPython's own replaced by `pass`, and how many there were of each kind.

    Only where a statement can begin: "%" inside brackets or a string is Python.
    """
    kept: list[str] = []
    counts: Counter[str] = Counter()
    inside, depth, continued, swallowing = "", 0, False, False
    for line in lines:
        if swallowing:
            kept.append("")
            swallowing = line.endswith("\\")
            continue
        kind = "" if inside or depth or continued else _kind(line)
        if kind:
            kept.append(line[: len(line) - len(line.lstrip())] + "pass")
            counts[kind] += 1
            swallowing = line.endswith("\\")
            continue
        kept.append(line)
        inside, depth, commented = _after(line, inside, depth)
        continued = line.endswith("\\") and not commented
        if len(inside) == 1 and not continued:
            inside = ""
    return kept, counts


def _kind(line: str) -> str:
    start = line.lstrip()
    assigned = _ASSIGNED.match(line)
    if _HELP.match(line):
        return "help line"
    if start.startswith("!") or (assigned and assigned[1] == "!"):
        return "shell line"
    if start.startswith("%") or assigned:
        return "magic"
    return ""


def _after(line: str, inside: str, depth: int) -> tuple[str, int, bool]:
    """The open quote, the bracket depth and whether a comment began, at the end of a line."""
    for lexeme in _LEXEMES.findall(line):
        if inside:
            # Three quotes also close a string of one kind of quote, and open another.
            if lexeme == inside or lexeme == inside * 3:
                inside = ""
        elif lexeme == "#":
            return inside, depth, True
        elif lexeme[0] in "'\"":
            inside = lexeme
        elif lexeme in "([{":
            depth += 1
        elif lexeme in ")]}":
            depth = max(0, depth - 1)
    return inside, depth, False


def _left_out(counts: Counter[str]) -> str:
    parts = [
        f"{_NUMBERS[count] if count < len(_NUMBERS) else count} {kind}{'s' * (count > 1)}"
        for kind in _KINDS
        if (count := counts[kind])
    ]
    if not parts:
        return ""
    verb = "was" if sum(counts.values()) == 1 else "were"
    what = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"{what} {verb} left out"
