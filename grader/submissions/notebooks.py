"""A notebook as a module: the Python of its cells, one after the other. Nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass

from grader.submissions.cells import Cell, NotebookUnreadable, code_cells

__all__ = ["Notebook", "NotebookUnreadable", "extract_notebook"]

MAX_NOTES = 20
# Where each line came from is kept for a whole class.
MAX_LINES = 20_000


@dataclass(frozen=True)
class Notebook:
    """The Python of a notebook; `line_map[i - 1]` is (cell, line in it) of source line `i`."""

    source: str
    line_map: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


def extract_notebook(text: str, filename: str = "", exercises: Collection[str] = ()) -> Notebook:
    """The code of a notebook's text. Raises NotebookUnreadable with a sentence.

    The source is "" if no cell does more than show something. Cells are numbered from the top, text
    cells included. `filename` and `exercises` are as for `code_cells`.
    """
    cells, notes = code_cells(text, filename, exercises)
    if not any(not isinstance(one, ast.Expr | ast.Pass) for cell in cells for one in cell.body):
        cells = []
    lines = [(cell.number, _lines(cell)) for cell in cells]
    if sum(len(some) for _, some in lines) > MAX_LINES:
        raise NotebookUnreadable(f"the notebook's code has more than {MAX_LINES} lines")
    if len(notes) > MAX_NOTES:
        notes[MAX_NOTES:] = [f"{len(notes) - MAX_NOTES} more remarks are left out here"]
    if notes:
        notes.append("cells are counted from the top, text cells included")
    return Notebook(
        source="".join(f"{line}\n" for _, some in lines for line in some),
        line_map=tuple(
            (f"cell {number}", line) for number, some in lines for line in range(1, len(some) + 1)
        ),
        notes=tuple(notes),
    )


def _lines(cell: Cell) -> tuple[str, ...]:
    """A cell's lines, without the empty one that follows its last line's end."""
    return cell.lines if cell.lines[-1] else cell.lines[:-1]
