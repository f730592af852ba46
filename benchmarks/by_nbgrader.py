"""nbgrader's way: the notebook is run from top to bottom, and each test is a cell with points."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import programs
from benchmarks.classes import Work
from benchmarks.contenders import Contender
from benchmarks.programs import ENVIRONMENT
from benchmarks.spent import peak_mb
from benchmarks.usual_way import USUAL, lay_out

if TYPE_CHECKING:
    from grader.course.assignment import Assignment

NAME = "ps"
# Tests in cells are called as functions: this is what pytest's --hypothesis-seed does.
SETUP = """\
import __main__ as student
import hypothesis.core
import {tests} as tests
hypothesis.core.global_force_seed = 0
"""
ASK = """\
import sys
from nbgrader.api import Gradebook, MissingEntry
with Gradebook("sqlite:///gradebook.db") as book:
    found = book.find_submission(sys.argv[1], sys.argv[2])
    print(found.score, found.max_score)
"""


def is_there() -> bool:
    return find_spec("nbgrader") is not None


class Course:
    """A course folder of nbgrader's with one assignment, and what grades a submission in it."""

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        self._assignment = assignment
        self._module = assignment.spec.module
        self._folder = folder / "course"
        self._beside = folder / "beside"
        self._number = 0
        self._student = ""
        lay_out(assignment, self._beside)
        tests = f"test_{self._module}.py"
        shutil.copy(USUAL / tests, self._beside / tests)
        # nbgrader would cut out what stands between the marks of the course's own.
        self._write("source", assignment.reference.replace("BEGIN SOLUTION", ""))
        self._nbgrader("generate_assignment", NAME)

    def contender(self, most: int) -> Contender:
        """One process (and a kernel that it starts) for each of so many submissions."""

        def ready(works: Sequence[Work]) -> None:
            self._hand_in(works[0])

        def mark(_: Sequence[Work]) -> None:
            self._nbgrader(*self._autograde)

        full = self._assignment.max_score
        return Contender(
            "nbgrader autograde", mark, full, most=most, ready=ready, scores=self._scores
        )

    def _scores(self) -> list[float]:
        """What nbgrader's book says of the last submission."""
        score, full = map(float, self._python("-c", ASK, NAME, self._student).split())
        if full != self._assignment.max_score:
            raise SystemExit(f"nbgrader counts {full} points: nothing is compared.")
        return [score]

    def peak(self, work: Work) -> float:
        """The most memory that one process of a run takes, in megabytes."""
        self._hand_in(work)
        command = [sys.executable, "-m", "nbgrader", *self._autograde]
        return peak_mb(command, folder=self._folder, environment=self._environment)

    @property
    def _autograde(self) -> list[str]:
        # A cell may wait long for a processor where others are at work.
        return ["autograde", NAME, "--student", self._student, "--Execute.timeout=300"]

    @property
    def _environment(self) -> dict[str, str]:
        commands = str(Path(sys.executable).parent)  # nbgrader starts programs by name
        return ENVIRONMENT | {
            "PATH": os.pathsep.join([commands, ENVIRONMENT.get("PATH", "")]),
            "PYTHONPATH": str(self._beside),
            "PYTHONWARNINGS": "ignore",
            "JUPYTER_CONFIG_DIR": str(self._beside),
            "JUPYTER_RUNTIME_DIR": str(self._beside),
        }

    def _hand_in(self, work: Work) -> None:
        self._number += 1
        self._student = f"student{self._number}"
        self._write(f"submitted/{self._student}", work.source)

    def _write(self, where: str, source: str) -> None:
        import nbformat

        path = self._folder / where / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(self._book(source), path)

    def _nbgrader(self, *words: str) -> None:
        self._python("-m", "nbgrader", *words)

    def _python(self, *words: str) -> str:
        command = [sys.executable, *words]
        return programs.run(command, folder=self._folder, environment=self._environment)

    def _book(self, source: str) -> Any:
        """A cell for each exercise, with what stands above it, and one for each test."""
        import nbformat

        v4 = nbformat.v4
        cells = [
            _marked(v4.new_code_cell(text), f"{name}-solution", solution=True)
            for name, text in self._parts(source)
        ]
        tests = SETUP.format(tests=f"test_{self._module}")
        cells.append(_marked(v4.new_code_cell(tests), "setup", locked=True))
        for check in self._assignment.checks:
            cell = v4.new_code_cell(f"tests.test_{check.id}(student=student)")
            cells.append(_marked(cell, check.id, grade=True, locked=True, points=check.points))
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})

    def _parts(self, source: str) -> list[tuple[str, str]]:
        """The source cut after each exercise, in the order of the file."""
        from grader.course.solution import function_span

        names = [one.name for one in self._assignment.spec.exercises]
        ends = sorted((function_span(source, name)[1], name) for name in names)
        starts = [0, *(end for end, _ in ends[:-1])]
        lasts = [*(end for end, _ in ends[:-1]), len(source)]
        return [
            (name, source[start:last])
            for (_, name), start, last in zip(ends, starts, lasts, strict=True)
        ]


def _marked(cell: Any, name: str, **what: Any) -> Any:
    """The cell with nbgrader's metadata."""
    cell.id = name[:64].replace("_", "-")
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "cell_type": "code",
        "grade_id": name,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        **what,
    }
    return cell
