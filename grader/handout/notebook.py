"""An assignment as a notebook: the handout's text, and after it the stubs it speaks of.

The stubs are the same text as `<module>.py`, cut at each exercise. Cells carry the metadata
of nbgrader (schema 3), so that the notebook can be collected and scored there as well: an
exercise is an autograded answer, and the locked cell after it runs its public checks, for
their points. Hidden checks are not in it, so what nbgrader shows is not the mark.

The same course gives the same bytes: cells have names for ids, and no time or version is in
it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from grader.course import Assignment, stub_of
from grader.statements import first_line

NotebookCell = dict[str, Any]
# nbformat takes 64 characters for the id of a cell.
_LONGEST = 50
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
# A heading, or a paragraph that begins with a function's signature in bold.
_HEADING = re.compile(r"#{1,6} +`?([A-Za-z_]\w*)\(")
_BEGINS = re.compile(r"#{1,6} |\*\*`")

# What is under the guard is not run by marking, and not by a module that the notebook was
# exported to: the import of the grader would be held against the student there.
_CHECK = """\
# {says}
if __name__ == "__main__":
    import grader.selfcheck

    grader.selfcheck.check("{name}")"""

# Without it, given code that calls the student's functions would find those of the stub.
_MODULE = """\
# {given} imports {module}; in here, that is this notebook.
if __name__ == "__main__":
    import sys

    sys.modules["{module}"] = sys.modules["__main__"]"""

_NOTE = """\
**This notebook** holds the same stubs as `{module}.py`. Work here or there, as you like, and \
hand in that one. Fill in a cell and run it; the cell below it runs the exercise's public \
checks. Run the cells from the top, and leave the checking cells as they are. \
`grade check {module}.ipynb` in a terminal runs the public checks on the saved notebook."""


def notebook_of(assignment: Assignment, readme: str) -> str:
    """The notebook's JSON, as Jupyter writes it. Raises `CourseInvalid` for a bad solution."""
    cells = [_with_id(cell, number) for number, cell in enumerate(_cells(assignment, readme), 1)]
    book = {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cells(assignment: Assignment, readme: str) -> Iterator[NotebookCell]:
    module = assignment.spec.module
    names = [exercise.name for exercise in assignment.spec.exercises]
    about, head, stubs = _cut(stub_of(assignment), names)
    first, *pieces = [piece.strip("\n") for piece in text_pieces(readme)]
    yield _text(first)
    yield _text(_NOTE.format(module=module))
    if about:
        yield _text(about)
    if head:
        yield _code(head)
    callers = [f"{name}.py" for name, text in assignment.given.items() if _imports(text, module)]
    if callers:
        yield _code(_MODULE.format(given=" and ".join(callers), module=module))
    last = 0
    places: dict[int, list[str]] = {}
    for name in names:
        # An exercise never comes before one that it may use, wherever the text speaks of it.
        last = max(last, _place(name, pieces, last))
        places.setdefault(last, []).append(name)
    for number, piece in enumerate(pieces or [""]):
        if piece:
            yield _text(piece)
        for name in places.get(number, ()):
            yield _code(stubs[name], _answer(assignment, name))
            yield from _checks(assignment, name)


def _cut(stub: str, names: list[str]) -> tuple[str, str, dict[str, str]]:
    """The module's docstring, what comes before the first exercise, and each exercise's text.

    What stands between two exercises belongs to the first of them, but for comments and
    decorators right above a function.
    """
    tree = ast.parse(stub)
    lines = stub.splitlines()
    starts: dict[int, str] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            start = first_line(node) - 1
            while start and lines[start - 1].startswith("#"):
                start -= 1
            starts[start] = node.name
    about = ast.get_docstring(tree) or ""
    after = (tree.body[0].end_lineno or 0) if about else 0
    order = sorted(starts)
    ends = [*order[1:], len(lines)]
    stubs = {
        starts[start]: "\n".join(lines[start:end]).strip("\n")
        for start, end in zip(order, ends, strict=True)
    }
    return about, "\n".join(lines[after : order[0]]).strip("\n"), stubs


def _imports(source: str, module: str) -> bool:
    nodes = list(ast.walk(ast.parse(source)))
    whole = {name.name for one in nodes if isinstance(one, ast.Import) for name in one.names}
    return module in whole | {one.module for one in nodes if isinstance(one, ast.ImportFrom)}


def text_pieces(markdown: str) -> Iterator[str]:
    """The text, cut before each heading and each paragraph that begins with a signature."""
    piece: list[str] = []
    fence = ""
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and _BEGINS.match(line) and piece:
            yield "\n".join(piece)
            piece = []
        piece.append(line)
    yield "\n".join(piece)


def without_heading(assignment: Assignment, readme: str) -> list[str]:
    """The exercises that no piece of the text introduces: nothing says where their cells belong."""
    pieces = [*text_pieces(readme)][1:]
    return [name for name in assignment.exercises if _place(name, pieces, -1) < 0]


def headings_of_nothing(assignment: Assignment, readme: str) -> list[str]:
    """The names in headings that are signatures of no exercise, and of nothing that there is.

    Raises `SyntaxError` for code of the assignment that is no Python.
    """
    trees = [ast.parse(source) for source in (assignment.reference, *assignment.given.values())]
    known = {getattr(node, "name", "") for tree in trees for node in ast.walk(tree)}
    found = (_HEADING.match(piece) for piece in text_pieces(readme))
    return [one[1] for one in found if one and one[1] not in {*assignment.exercises, *known}]


def _place(name: str, pieces: list[str], otherwise: int) -> int:
    """Which piece introduces the exercise: by its signature as a heading, in bold, or at a table's
    left.
    """
    signature = re.compile(rf"^(#+ *`?|.*\*\*`|\| *`){re.escape(name)}\(", re.MULTILINE)
    found = (number for number, piece in enumerate(pieces) if signature.search(piece))
    return next(found, otherwise)


def _checks(assignment: Assignment, name: str) -> Iterator[NotebookCell]:
    public = [check for check in assignment.checks_of(name) if check.public]
    says = (
        f"Runs the public checks of {name} on the cells that you have run."
        if public
        else f"{name} has no public checks; the hidden ones run when you hand in."
    )
    cell = _code(_CHECK.format(name=name, says=says))
    marks = {
        "grade": True,
        "grade_id": f"{_key(assignment, name)}-checks",
        "locked": True,
        "points": sum(check.points for check in public),
    }
    cell["metadata"] = {
        "deletable": False,
        "editable": False,
        "nbgrader": _marks(solution=False, **marks),
    }
    cell["metadata"]["nbgrader"]["checksum"] = _checksum(cell)
    yield cell


def _answer(assignment: Assignment, name: str) -> dict[str, Any]:
    marks = {"grade": False, "grade_id": _key(assignment, name), "locked": False}
    return {"deletable": False, "nbgrader": _marks(solution=True, **marks)}


def _key(assignment: Assignment, name: str) -> str:
    """The exercise's name, or a number where the name is more than nbformat and nbgrader take."""
    if name.isascii() and len(name) <= _LONGEST:
        return name
    names = [exercise.name for exercise in assignment.spec.exercises]
    return f"exercise-{names.index(name) + 1}"


def _marks(**marks: Any) -> dict[str, Any]:
    return {**marks, "cell_type": "code", "schema_version": 3, "task": False}


def _checksum(cell: NotebookCell) -> str:
    """What nbgrader compares a locked cell with, to see whether it was changed."""
    marks = cell["metadata"]["nbgrader"]
    parts = [
        "".join(cell["source"]),
        cell["cell_type"],
        str(marks["grade"]),
        str(marks["solution"]),
        str(marks["locked"]),
        marks["grade_id"],
        str(float(marks["points"])),
    ]
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _text(source: str) -> NotebookCell:
    return {"cell_type": "markdown", "metadata": {}, "source": _lines(source)}


def _code(source: str, metadata: dict[str, Any] | None = None) -> NotebookCell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata or {},
        "outputs": [],
        "source": _lines(source),
    }


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _with_id(cell: NotebookCell, number: int) -> NotebookCell:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id", f"cell-{number}")
    return {**cell, "id": name}
