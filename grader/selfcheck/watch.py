"""A student at work: which exercise is looked at, and how each stands after every save.

Runs the exercise that is watched first, so that its answer comes at once, and the others one
at a time when nothing else is to do: a changed helper can break what passed before. Knows
no keys and no screen, and starts no thread: whoever drives it asks a few times a second
whether the work was saved.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

from grader.closing import Closing
from grader.course import load_handout
from grader.errors import UsageProblem
from grader.results import CheckResult, Report
from grader.selfcheck.public_checks import (
    PublicChecks,
    filled_in,
    known_exercises,
    points_of,
    work_files,
    work_in,
)
from grader.selfcheck.running import Begun
from grader.selfcheck.standing import Standing, WatchView

Stamp = tuple[int, int, int] | None
# Asked for about twenty times a second. Editors write a file in steps, or put a new one in
# its place: what is seen must stay the same for a moment, and longer if there is no file.
_STILL = 1
_STILL_GONE = 12
# A hang has cost its time once: such an exercise is run again only when it is looked at.
_NOT_AGAIN = frozenset({"timed_out", "out_of_memory", "died"})


class Watch(Closing):
    """The exercises of one handout, one of which is watched; a context that ends its process.

    `exercises` are the only ones to go through (default: all). `begun` is told of each check that
    begins, and of None when no more do. Raises `UsageProblem` if an exercise is not of this
    assignment, or if there is no work to watch.
    """

    def __init__(
        self,
        folder: Path,
        file: Path | None = None,
        exercises: Sequence[str] = (),
        begun: Begun = lambda _: None,
    ) -> None:
        self._folder = folder
        self._assignment = load_handout(folder)
        names = known_exercises(folder, self._assignment, exercises)
        self._files = (file,) if file is not None else work_files(folder, self._assignment)
        self._stamps = self._seen = self._look()
        self._still = 0
        self._standing = {name: Standing(name, filled=False) for name in names}
        self._stale: list[str] = []
        self._problem = ""
        self._problem_line: int | None = None
        self._notes: tuple[str, ...] = ()
        self._clock = ""
        self._stays = self._moves_on = False
        self._submission = work_in(folder, self._assignment, file)
        self._file = file if file is not None else folder / self._submission.files[0]
        self._checks = PublicChecks(self._assignment, names, begun)
        self.current = names[0]

    def begin(self, remembered: str = "") -> None:
        """Run everything once, and watch the first exercise that isn't done.

        That is the `remembered` one, if it is among those.
        """
        if self._read():
            self._run(list(self._standing))
        self._stale.clear()
        standing = self._standing.get(remembered)
        if standing is not None and not standing.done:
            self.current = remembered
        else:
            self.current = self._first_open() or self.current

    def saved(self) -> bool:
        """Whether the work was saved since it was read, and is written to its end."""
        stamps = self._look()
        self._still = self._still + 1 if stamps == self._seen else 0
        self._seen = stamps
        gone = any(old and not new for old, new in zip(self._stamps, stamps, strict=True))
        enough = _STILL_GONE if gone else _STILL
        return stamps != self._stamps and self._still >= enough

    def run(self) -> None:
        """Read the work again, and run the exercise that is watched.

        One that was done before gives way to the one that was edited, or else to the first that
        isn't done, unless it was chosen.
        """
        was_done, before = self._standing[self.current].done, self._texts()
        if not self._read():
            return
        after = self._texts()
        edited = [name for name in self._standing if after.get(name) != before.get(name)]
        if was_done and edited and self.current not in edited:
            self.current, self._stays, was_done = edited[0], False, False
        self._moves_on = was_done and not self._stays
        if self._moves_on:
            self.current = self._first_open() or self.current
        self._run([self.current])
        self._stale = [
            name
            for name, standing in self._standing.items()
            if name != self.current
            and not any(
                check.verdict in _NOT_AGAIN
                for one in (name, *self._assignment.uses(name))
                if one in self._standing
                for check in self._standing[one].checks
            )
        ]

    def run_one_stale(self) -> bool:
        """Run one exercise whose result may be old; False when there is none.

        If the last save moved on by itself, and broke what comes before, that is watched.
        """
        if not self._stale or self._problem:
            return False
        name = self._stale.pop(0)
        self._run([name])
        first = self._first_open()
        if self._moves_on and first == name:
            self.current = name
        return True

    def move(self, step: int) -> None:
        """Watch the next (1) or the previous (-1) exercise; the last is followed by the first."""
        names = list(self._standing)
        self.current = names[(names.index(self.current) + step) % len(names)]
        self._stays = self._standing[self.current].done
        self._moves_on = False

    def all_pass(self) -> bool:
        """Whether every public check passes, as far as it is known."""
        return not self._problem and all(
            check.verdict == "passed"
            for standing in self._standing.values()
            for check in standing.checks
        )

    def view(self, *, hint: bool = False, everything: bool = False) -> WatchView:
        """What there is to show; the hint and all exercises only if they are asked for."""
        return WatchView(
            title=self._assignment.spec.title or self._assignment.slug,
            file=self._submission.files[0],
            source=self._submission.source,
            points=points_of(self._assignment, self._standing),
            exercises=tuple(self._standing.values()),
            at=list(self._standing).index(self.current),
            place=self._place(),
            blamed=self._blamed(),
            settled=not self._stale,
            problem=self._problem,
            problem_line=self._problem_line,
            notes=self._notes,
            hint=self._hint() if hint else None,
            everything=everything,
            clock=self._clock,
        )

    def close(self) -> None:
        """End the process that the work runs in."""
        self._checks.close()

    def _read(self) -> bool:
        """Read the work again; False when it is gone, which is then the problem.

        Of the module and the notebook, the one that was saved last is the work.
        """
        before, self._stamps = self._stamps, self._look()
        self._clock = time.strftime("%H:%M:%S")
        saved = [
            file
            for file, old, new in zip(self._files, before, self._stamps, strict=True)
            if new is not None and new != old
        ]
        if len(saved) == 1:
            self._file = saved[0]
        try:
            self._submission = work_in(self._folder, self._assignment, self._file)
        except (UsageProblem, OSError):
            self._problem_line = None
            self._problem = f"{self._file.name} is gone. Save it again, and this goes on."
            return False
        return True

    def _run(self, names: list[str]) -> None:
        report = self._checks.report(self._submission, names)
        if report.status != "graded":
            self._problem, self._problem_line = report.problem, _line_of(report)
            return
        self._problem, self._problem_line, self._notes = "", None, self._submission.notes
        found = {exercise.name: exercise.checks for exercise in report.exercises}
        filled = filled_in(self._assignment, self._submission)
        for name in names:
            self._standing[name] = Standing(name, filled[name], found.get(name, ()))

    def _look(self) -> tuple[Stamp, ...]:
        return tuple(map(_stamp, self._files))

    def _first_open(self) -> str | None:
        return next((name for name, one in self._standing.items() if not one.done), None)

    def _blamed(self) -> str:
        """The first wrong one of those that the watched exercise uses, or ""."""
        used = [self._standing.get(name) for name in self._assignment.uses(self.current)]
        return next((one.name for one in used if one is not None and one.wrong), "")

    def _hint(self) -> str:
        standing = self._standing[self.current]
        if standing.done:
            return f"{self.current} is done: there is nothing to hint at."
        hints = {check.id: check.hint for check in self._assignment.checks}
        first = standing.first_open
        if first is None:
            return f"{self.current} has no public check, and so no hint: see the README."
        return hints.get(first.id) or "This check has no hint: see the README."

    def _definitions(self) -> dict[str, ast.FunctionDef | ast.ClassDef]:
        """The last function or class of each name in the work; none if it is not Python."""
        try:
            tree = ast.parse(self._submission.source)
        except (SyntaxError, ValueError):
            return {}
        return {
            node.name: node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }

    def _texts(self) -> dict[str, str]:
        """What each function and class of the work does, by name."""
        return {name: ast.dump(node) for name, node in self._definitions().items()}

    def _place(self) -> str:
        """Where the exercise that is watched begins in the student's file."""
        node = self._definitions().get(self.current)
        if node is None:
            return ""
        places, line = self._submission.line_map, node.lineno
        if places is None:
            return f"line {line}"
        cell, inner = places[line - 1]
        return f"{cell}, line {inner}"


def _stamp(path: Path) -> Stamp:
    """What changes when a file is saved; None while there is none."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def _line_of(report: Report) -> int | None:
    checks: list[CheckResult] = [one for result in report.exercises for one in result.checks]
    return checks[0].line if checks else None


class Position:
    """Where a student was in a folder, kept among the user's own files, never in the folder."""

    def __init__(self, home: Path, folder: Path) -> None:
        key = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape"))
        self._file = home / "watch" / key.hexdigest()[:20]
        self._kept = ""

    def read(self) -> str:
        """The exercise that was watched last, or ""."""
        try:
            return self._file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""

    def keep(self, exercise: str) -> None:
        """Remember an exercise. A home that can't be written to is no reason to stop."""
        if exercise == self._kept:
            return
        self._kept = exercise
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(exercise + "\n", encoding="utf-8")
