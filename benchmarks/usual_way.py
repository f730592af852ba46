"""The usual way: a test file for pytest and Hypothesis, run on submissions in a subprocess."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from benchmarks import programs
from benchmarks.classes import Work
from benchmarks.contenders import Contender
from benchmarks.programs import ENVIRONMENT
from benchmarks.spent import peak_mb
from benchmarks.under_test import ROOT
from grader.course.modules import homes

if TYPE_CHECKING:
    from grader.course.assignment import Assignment

USUAL = ROOT / "benchmarks" / "usual"


class Workshop:
    """A folder with all that the test file of an assignment needs, and what runs it."""

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        self._assignment = assignment
        self._module = assignment.spec.module
        self.folder = folder
        self.points = {f"test_{check.id}": check.points for check in assignment.checks}
        self.tests = folder / f"test_{self._module}.py"
        lay_out(assignment, folder)
        for name in (self.tests.name, "conftest.py"):
            shutil.copy(USUAL / name, folder / name)
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        self._submission = folder / f"{self._module}.py"
        self._class = folder / "class"
        self._results = folder / "results.xml"

    @property
    def command(self) -> list[str]:
        """What a teaching assistant would run, without Gradus's own plugin."""
        return [
            sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:gradus",
            "--hypothesis-seed=0", f"--junitxml={self._results}", self.tests.name,
        ]  # fmt: skip

    def one_each(self, most: int) -> Contender:
        """One process for each submission, of which it marks so many."""

        def ready(works: Sequence[Work]) -> None:
            _rewrite(self._submission, works[0].source)

        def mark(_: Sequence[Work]) -> None:
            self._run()

        def scores() -> list[float]:
            return [self._scores()[""]]

        full = self._assignment.max_score
        return Contender(
            "pytest, a process each", mark, full, most=most, ready=ready, scores=scores
        )

    def whole_class(self) -> Contender:
        """One process for all submissions."""

        def mark(works: Sequence[Work]) -> list[float]:
            self._run(of_class=True)
            scores = self._scores()
            return [scores.get(work.name, 0.0) for work in works]

        full = self._assignment.max_score
        return Contender("pytest, one process", mark, full, whole=True, ready=self._write_class)

    def peak(self, work: Work) -> float:
        """The most memory that a run on one submission takes, in megabytes."""
        _rewrite(self._submission, work.source)
        environment = self._environment(of_class=False)
        return peak_mb(self.command, folder=self.folder, environment=environment)

    def _write_class(self, works: Sequence[Work]) -> None:
        if self._class.exists():
            shutil.rmtree(self._class)
        self._class.mkdir()
        for work in works:
            (self._class / f"{work.name}.py").write_text(work.source, encoding="utf-8")

    def _environment(self, *, of_class: bool) -> dict[str, str]:
        if of_class:
            return ENVIRONMENT | {"BENCH_CLASS": str(self._class)}
        return ENVIRONMENT | {"BENCH_SUBMISSION": str(self._submission)}

    def _run(self, *, of_class: bool = False) -> None:
        environment = self._environment(of_class=of_class)
        programs.run(self.command, folder=self.folder, environment=environment, codes=(0, 1))

    def _scores(self) -> dict[str, float]:
        """The points of each submission, by its name in brackets after the test's."""
        scores: dict[str, float] = {}
        for case in ElementTree.parse(self._results).getroot().iter("testcase"):
            test, _, name = case.get("name", "").rstrip("]").partition("[")
            passed = not len(case)
            scores[name] = scores.get(name, 0.0) + passed * self.points[test]
        return scores


def lay_out(assignment: Assignment, folder: Path) -> None:
    """The course's solution, data and given modules, where the tests look for them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "solution.py").write_text(assignment.reference, encoding="utf-8")
    # What the assignment has of its own comes last, in place of what is common.
    (folder / "data").mkdir(exist_ok=True)
    for home in reversed(homes(assignment.folder, "data")):
        for path in home.glob("*.npz"):
            shutil.copy(path, folder / "data" / path.name)
    for name, source in assignment.given.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")


def has_tests(assignment: Assignment) -> bool:
    """Whether somebody wrote the usual test file for the assignment."""
    return (USUAL / f"test_{assignment.spec.module}.py").is_file()


def _rewrite(path: Path, source: str) -> None:
    """Write a submission; byte code of the last one would pass for its own within a second."""
    path.write_text(source, encoding="utf-8")
    for old in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        old.unlink()
