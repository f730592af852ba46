"""The public checks in a notebook: what the locked cell after each exercise calls.

Looks at the cells that have run in this kernel, not at the file: a notebook is not always
saved, and what runs it for nbgrader saves it only afterwards. Nothing of the student's runs
in the kernel for it; like everywhere, a process of its own does that.
"""

from __future__ import annotations

import ast
import io
import json
import re
import sys
import time
import uuid
from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import PUBLIC_CHECKS, load_handout
from grader.errors import GraderError
from grader.selfcheck.first import First
from grader.selfcheck.public_checks import check_source, points_of, to_mend_first
from grader.selfcheck.running import Begun, Running
from grader.selfcheck.screen import print_check
from grader.statements import first_line
from grader.submissions import Cell, NotebookUnreadable, Submission, code_cells, extract_notebook

if TYPE_CHECKING:
    from grader.results import Report


NAME = "this notebook"
WIDTH = 88


class _Short:
    """An exception that Jupyter shows as one line: its sentence says all there is to know."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class NotPassed(_Short, AssertionError):
    """A public check of the exercise does not pass; nbgrader then gives the cell no points."""


class CannotCheck(_Short, RuntimeError):
    """The checks could not be run at all; the text says why and what to do."""


def check(exercise: str, folder: str | Path = ".") -> None:
    """Run the public checks of one exercise on the cells that have run so far, and print them.

    `folder` is the assignment's. Raises `NotPassed` if one of the checks fails, and
    `CannotCheck` if they cannot be run, as outside of a notebook.
    """
    shell = _shell()
    history = shell.history_manager.input_hist_raw[1:]
    try:
        with _Waiting(shell, exercise) as waiting:
            report, source, points, first = _checked(
                exercise, Path(folder), history, shell.user_ns, waiting.begun
            )
    except (GraderError, NotebookUnreadable) as fault:
        raise CannotCheck(str(fault)) from None
    checks = [one for result in report.exercises for one in result.checks]
    if report.status == "graded" and not checks:
        print(f"{exercise} has no public checks; the hidden ones run when you hand in.")
        return
    print(_lines(report, source, points, first))
    verdicts = {one.verdict for one in checks}
    if report.status == "graded" and verdicts == {"not_implemented"}:
        raise NotPassed(f"{exercise} is not filled in yet.")
    if report.status != "graded" or verdicts != {"passed"}:
        raise NotPassed(f"{exercise} does not pass its public checks yet.")


class _Waiting(Running):
    """Says below the cell what runs for longer than a moment, and in the end how long it took.

    It is a display that is written over: each line that is printed would stay, and what stands on
    stderr is a failure for nbgrader.
    """

    def __init__(self, shell: Any, exercise: str) -> None:
        self._exercise, self._began = exercise, time.monotonic()
        self._publish = getattr(getattr(shell, "display_pub", None), "publish", None)
        self._shown = ""
        # A terminal's IPython writes over nothing.
        seen = self._publish is not None and hasattr(shell, "kernel")
        super().__init__(self._show if seen else None)

    def close(self) -> None:
        super().close()
        if self._shown:
            seconds = time.monotonic() - self._began
            self._show(f"The public checks of {self._exercise} took {seconds:.0f} s.")

    def _show(self, what: str) -> None:
        if not what or self._publish is None:
            return
        there, self._shown = bool(self._shown), self._shown or uuid.uuid4().hex
        self._publish({"text/plain": what}, {}, transient={"display_id": self._shown}, update=there)


def _lines(report: Report, source: str, points: int, first: First) -> str:
    """What `grade check` prints, with the colours that Jupyter shows.

    All at once, as each write becomes an output of its own in the notebook's file.
    """
    from rich.console import Console

    text = io.StringIO()
    # rich would write HTML in a kernel, which is lost where outputs are read as text.
    console = Console(
        file=text, force_jupyter=False, force_terminal=True, legacy_windows=False, width=WIDTH
    )
    print_check(report, console, source=source, points=points, first=first)
    return text.getvalue().rstrip()


def _shell() -> Any:
    """The running IPython, which nothing but a notebook has loaded."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        raise CannotCheck("This runs in a notebook only; in a terminal, use `grade check`.")
    return shell


def _checked(
    exercise: str, folder: Path, history: Sequence[str], names: Container[str], begun: Begun
) -> tuple[Report, str, int, First]:
    """The report on one exercise, the source that it is about, what the exercise is worth, and what
    is to be mended first.
    """
    if not (folder / PUBLIC_CHECKS).is_file():
        raise CannotCheck(
            f"There is no {PUBLIC_CHECKS} in {folder.resolve()}, where this notebook runs: keep "
            "the notebook in the folder of its assignment."
        )
    assignment = load_handout(folder)
    known = [one.name for one in assignment.spec.exercises]
    if exercise in known and exercise not in names:
        raise CannotCheck(f"There is no {exercise} yet: run the cell that defines it.")
    submission = submission_of(history, names, assignment.slug)
    report = check_source(folder, assignment, submission, [exercise], begun)
    first = to_mend_first(folder, assignment, submission, report, begun)
    return report, submission.source, points_of(assignment, [exercise]), first


def submission_of(history: Sequence[str], names: Container[str], slug: str) -> Submission:
    """What the cells that have run define: of each function and class, its newest text.

    `history` is the cells' text in the order in which they ran, the first one being [1];
    `names` are those that the kernel knows now. Raises `NotebookUnreadable`.
    """
    # Of a cell that ran again and again unchanged the last run decides what is newest, and
    # the first is what everything in between could rely on.
    last = {text: number for number, text in enumerate(history)}
    first = {text: history.index(text) for text in last}
    texts = [
        text if number in (first[text], last[text]) else "" for number, text in enumerate(history)
    ]
    # What IPython adds to Python has had its effect: no remark about leaving it out is needed.
    cells, _ = code_cells(_book(texts))
    newest = {
        node.name: node for cell in cells for node in cell.body if isinstance(node, _DEFINITIONS)
    }
    current = [""] * len(history)
    for cell in cells:
        current[cell.number - 1] = _without_old(cell, newest, names)
    notebook = extract_notebook(_book(current))
    # The remark that ends the others says how cells are counted in a file.
    notes = tuple(_in_brackets(note) for note in notebook.notes[:-1])
    places = tuple((_in_brackets(cell), line) for cell, line in notebook.line_map)
    return Submission(
        student="you",
        assignment=slug,
        source=notebook.source,
        files=(NAME,),
        notes=notes,
        line_map=places,
    )


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _without_old(cell: Cell, newest: dict[str, Any], names: Container[str]) -> str:
    """The cell's text, with blank lines for what was defined anew since, or deleted."""
    lines = list(cell.lines)
    for node in cell.body:
        if isinstance(node, _DEFINITIONS) and (
            newest[node.name] is not node or node.name not in names
        ):
            first = first_line(node)
            last = node.end_lineno or node.lineno
            lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def _book(texts: Sequence[str]) -> str:
    cells = [{"cell_type": "code", "source": text} for text in texts]
    return json.dumps({"nbformat": 4, "cells": cells})


def _in_brackets(text: str) -> str:
    """Cells by the number that Jupyter shows beside them."""
    return re.sub(r"\bcell (\d+)", r"cell [\1]", text)
