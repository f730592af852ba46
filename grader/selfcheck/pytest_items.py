"""The public checks of a handout as pytest sees them: a file, its exercises, their checks.

One run of the engine serves all items of a file, and runs only the exercises that were
chosen. A failing item says what `grade check` says; no line of ours is in it.
"""

from __future__ import annotations

import contextlib
import io
import sys
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.console import Console

from grader.authoring.checks import Check
from grader.course import Assignment, load_handout
from grader.errors import GraderError
from grader.results import CheckResult
from grader.selfcheck.first import NOTHING, WAITING, First
from grader.selfcheck.public_checks import (
    check_source,
    points_of,
    to_mend_first,
    work_in,
)
from grader.selfcheck.running import Running
from grader.selfcheck.screen import explain, print_problem, summary

NARROWEST = 60


class NotPassed(AssertionError):
    """A public check does not pass; the text is the explanation."""


@dataclass(frozen=True)
class CheckedOnce:
    """What one run found: each check's result by its id, or the problem that stopped it."""

    checks: Mapping[str, CheckResult]
    source: str
    says: str
    first: First = NOTHING
    problem: str = ""
    line: int | None = None


def run(
    folder: Path,
    assignment: Assignment,
    exercises: Collection[str],
    say: Callable[[str], None] | None = None,
) -> CheckedOnce:
    """Run the public checks of some exercises (none named: all) on the work in a folder, and `say`
    what runs for longer than a moment.
    """
    try:
        work = work_in(folder, assignment)
        with Running(say) as running:
            report = check_source(
                folder, assignment, work, [*exercises], running.begun, mends=False
            )
            first = to_mend_first(folder, assignment, work, report, running.begun)
    except GraderError as fault:
        return CheckedOnce({}, "", "", problem=str(fault))
    checks = {check.id: check for result in report.exercises for check in result.checks}
    if report.status != "graded":
        line = next((check.line for check in checks.values()), None)
        return CheckedOnce({}, work.source, "", problem=report.problem, line=line)
    points = points_of(assignment, [one.name for one in report.exercises])
    said = [*report.notes, first.says, summary(report.exercises, points, first)]
    says = " ".join(filter(None, said))
    return CheckedOnce(checks, work.source, f"{', '.join(work.files)}: {says}", first)


class PublicChecksFile(pytest.File):
    """`public_checks.py`; never imported as a module of tests."""

    def collect(self) -> Iterator[ExerciseNode]:
        """The exercises that have public checks, in the course's order."""
        for exercise in self.assignment.spec.exercises:
            checks = [one for one in self.assignment.checks_of(exercise.name) if one.public]
            if checks:
                yield ExerciseNode.of(self, exercise.name, checks)

    @cached_property
    def assignment(self) -> Assignment:
        """The handout that this file is part of."""
        try:
            return load_handout(self.path.parent)
        except GraderError as fault:
            raise self.CollectError(str(fault)) from None

    @cached_property
    def results(self) -> CheckedOnce:
        """What the checks of all chosen items found, from one run."""
        chosen = {
            item.check.exercise
            for item in self.session.items
            if isinstance(item, CheckItem) and item.file is self
        }
        every = {check.exercise for check in self.assignment.checks if check.public}
        say = _at_the_end_of_the_line(self.config)
        return run(self.path.parent, self.assignment, chosen if chosen < every else (), say)


class ExerciseNode(pytest.Collector):
    """One exercise, so that its checks can be chosen together: `public_checks.py::sigmoid`."""

    def __init__(self, *, checks: Iterable[Check], **rest: Any) -> None:
        super().__init__(**rest)
        self._checks = checks

    @classmethod
    def of(cls, parent: PublicChecksFile, name: str, checks: Iterable[Check]) -> ExerciseNode:
        """The node of an exercise and its public checks."""
        node: ExerciseNode = cls.from_parent(parent, name=name, checks=checks)
        return node

    def collect(self) -> Iterator[CheckItem]:
        """An item for each public check."""
        for check in self._checks:
            yield CheckItem.of(self, check)


class CheckItem(pytest.Item):
    """One public check."""

    def __init__(self, *, check: Check, **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check

    @classmethod
    def of(cls, parent: ExerciseNode, check: Check) -> CheckItem:
        """The item of a check."""
        item: CheckItem = cls.from_parent(parent, name=check.id, check=check)
        return item

    @property
    def file(self) -> PublicChecksFile:
        """The file that the check is in."""
        found = self.getparent(PublicChecksFile)
        assert found is not None
        return found

    def unfilled(self) -> str:
        """Why the check says nothing yet: the exercise, or one that it needs, is a stub; or ""."""
        result = self.file.results.checks.get(self.check.id)
        if result is None or result.verdict not in WAITING:
            return ""
        if result.verdict == "skipped" and result.message:
            return result.message
        return f"{self.check.exercise} is not filled in yet"

    def runtest(self) -> None:
        """Raises `NotPassed` unless the check passes."""
        results = self.file.results
        text = io.StringIO()
        width = max(NARROWEST, self.config.get_terminal_writer().fullwidth)
        console = Console(file=text, width=width, color_system=None, force_terminal=False)
        if results.problem:
            print_problem(results.problem, results.line, results.source, console)
            raise NotPassed(_plain(text))
        result = results.checks[self.check.id]
        exercise = self.check.exercise
        if result.verdict != "passed":
            if exercise in results.first.waits:
                # What follows from that mistake would be told for each of them.
                other = results.first.waits[exercise]
                raise NotPassed(f"{exercise} uses {other}, which is wrong: mend {other} first.")
            explain(exercise, result, console, results.source)
            raise NotPassed(_plain(text))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The explanation alone: how we came to it is no concern of the student's."""
        if isinstance(excinfo.value, NotPassed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where an editor jumps to: the check's own text."""
        line = self.check.function.__code__.co_firstlineno - 1
        return self.path, line, self.check.id


def _at_the_end_of_the_line(config: pytest.Config) -> Callable[[str], None] | None:
    """What says something behind what pytest has written, and takes it away again when it says "":
    None where there is no terminal.

    Backspaces do that on every terminal. pytest counts what is in its line, so this is not written
    through its writer.
    """
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is None or not reporter.isatty:
        return None
    writer = config.get_terminal_writer()
    shown = ""

    def room() -> int:
        return max(writer.fullwidth - writer.width_of_current_line - 1, 0)

    def say(what: str) -> None:
        nonlocal shown
        # Of the title nobody knows how wide its characters are.
        text = what.partition(":")[0].encode("ascii", "replace").decode()
        if not shown and len(text) > room():
            reporter.ensure_newline()
        text = text[: room()]
        blank = " " * (len(shown) - len(text))
        sys.stdout.write("\b" * len(shown) + text + blank + "\b" * len(blank))
        sys.stdout.flush()
        shown = text

    return say


def _plain(text: io.StringIO) -> str:
    lines = "\n".join(line.rstrip() for line in text.getvalue().splitlines())
    return textwrap.dedent(lines).strip("\n")


class Remarks:
    """What is done once per session; registered when the first handout is met."""

    NAME: ClassVar = "gradus-public-checks"

    def __init__(self) -> None:
        self._files: list[PublicChecksFile] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """Run the checks while nothing is captured, and before the item's name is written: whoever
        waits is told what runs.
        """
        if isinstance(item, CheckItem):
            # A fault is raised again where the item is set up, and is told of that item there:
            # here it would end the session.
            with contextlib.suppress(Exception):
                _ = item.file.results

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip what is not filled in yet, before pytest looks for marks."""
        reason = item.unfilled() if isinstance(item, CheckItem) else ""
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Keep the files of the items that were chosen."""
        items = (item for item in session.items if isinstance(item, CheckItem))
        self._files = list(dict.fromkeys(item.file for item in items))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """How many public checks pass, and what is next: "3 passed" alone would mislead."""
        said = [file.results.says for file in self._files if "results" in vars(file)]
        if any(said):
            terminalreporter.section("public checks")
        for says in filter(None, said):
            terminalreporter.line(says)
