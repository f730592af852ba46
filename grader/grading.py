"""Grades a class: discover, prepare, mark in parallel, write; yields reports as they come.

Every submission ends as a report, whatever happens on the way. Nothing here prints.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

import grader
from grader import keeping
from grader.assignments import Assignment, Course
from grader.errors import (
    CourseInvalid,
    GraderError,
    NoSafeSandbox,
    ReportsUnwritable,
    SandboxFailed,
    UsageProblem,
)
from grader.gallery import Gallery
from grader.marking import Marker, broken, unmarkable
from grader.preparing import Prepared
from grader.reports.write import read_report, sweep, write_class, write_report
from grader.results import CheckResult, Report, Rung
from grader.sandbox import Limits, Sandbox
from grader.sandbox.probing import try_sandbox
from grader.submissions import Expected, Submission, discover
from grader.versions import grader_sha256, versions

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

# What a class page does not read of a check.
_NO_EVIDENCE = {
    "counterexample": None,
    "source": (),
    "warnings": (),
    "message": "",
    "raised": "",
    "line": None,
    "cause": "",
    "seconds": 0.0,
}
SAFE_RUNGS: tuple[Rung, ...] = ("A", "B", "C")


@dataclass(frozen=True)
class Settings:
    """How to grade a class.

    `rung` forces a rung of isolation; without it the best safe one of this machine is used,
    and rung D only if `allow_unsafe`. `out` is where reports are written and looked up.
    `pictures` says whether reports hold what students' functions draw.
    """

    jobs: int = 1
    out: Path | None = None
    fresh: bool = False
    rung: Rung | None = None
    allow_unsafe: bool = False
    seed: int | None = None
    only: tuple[str, ...] = ()
    pictures: bool = True


@dataclass
class Grading:
    """A class being graded: how much there is to do, and the reports so far.

    `faults` says of an assignment that cannot be used why not; its submissions are `broken`.
    """

    submissions: Sequence[Submission]
    settings: Settings
    assignments: Mapping[str, Assignment]
    faults: dict[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    done: dict[tuple[str, str], Report] = field(default_factory=dict)
    kept: int = 0
    _checks: dict[tuple[str, str, str, int], CheckResult] = field(default_factory=dict)

    @property
    def reports(self) -> list[Report]:
        """The reports so far, in the order of the submissions.

        With `out` they are without evidence and pictures, which would fill the memory with a
        class of a thousand: `whole` has them, from disk.
        """
        keys = [(one.student, one.assignment) for one in self.submissions]
        return [self.done[key] for key in keys if key in self.done]

    def whole(self) -> Iterator[Report]:
        """The reports so far with all that is in them, one at a time."""
        for report in self.reports:
            out = self.settings.out
            found = read_report(out, report.student, report.assignment) if out else None
            yield found or report

    def run(self) -> Iterator[Report]:
        """Mark what has no report yet; yields each report as soon as it is there.

        With `out`, each report is on disk when it is yielded. Raises `GraderError` only for
        what concerns all of them (an invalid course, no safe sandbox).
        """
        if self.settings.out is not None:
            with _writing_to(self.settings.out):
                sweep(self.settings.out)
        waiting: list[Submission] = []
        for submission in self.submissions:
            kept = self._kept(submission)
            if kept is None:
                waiting.append(submission)
                continue
            self.kept += 1
            yield self._add(kept)
        for report in self._mark(waiting):
            yield self._add(report)
        if self.settings.out is not None:
            with _writing_to(self.settings.out):
                write_class(self.settings.out, self.reports, self.weights)

    def _add(self, report: Report) -> Report:
        kept = report if self.settings.out is None else self._light(report)
        self.done[report.student, report.assignment] = kept
        return report

    def _light(self, report: Report) -> Report:
        """The report without evidence and pictures; equal checks of a class are one object."""
        exercises = []
        for exercise in report.exercises:
            checks = []
            for check in exercise.checks:
                light = check.model_copy(update=_NO_EVIDENCE)
                key = report.assignment, light.id, light.verdict, light.earned
                checks.append(self._checks.setdefault(key, light))
            exercises.append(exercise.model_copy(update={"checks": tuple(checks)}))
        return report.model_copy(update={"exercises": tuple(exercises), "pictures": ()})

    def _kept(self, submission: Submission) -> Report | None:
        """An earlier report of this very submission, assignment and grader."""
        settings = self.settings
        if settings.out is None or settings.fresh or submission.assignment in self.faults:
            return None
        assignment = self.assignments[submission.assignment]
        found = read_report(settings.out, submission.student, submission.assignment)
        if found is None or found.status == "broken" or not submission.sha256:
            return None
        seed = assignment.spec.seed if settings.seed is None else settings.seed
        same = (
            found.submission.sha256 == submission.sha256
            and found.assignment_sha256 == assignment.sha256
            and found.grader_sha256 == grader_sha256()
            and found.grader == grader.__version__
            and found.versions == versions()
            and found.seed == seed
            and (settings.rung is None or found.isolation in (None, settings.rung))
            # A graded report has an entry for each picture, drawn or left out.
            and (
                found.status != "graded"
                or bool(found.pictures) == bool(settings.pictures and assignment.pictures)
            )
        )
        return found if same else None

    def _mark(self, waiting: Sequence[Submission]) -> Iterator[Report]:
        settings = self.settings
        needed = dict.fromkeys(one.assignment for one in waiting)
        usable = [self.assignments[slug] for slug in needed if slug not in self.faults]
        with contextlib.ExitStack() as stack:
            rung, bench = settings.rung, None
            jobs = min(settings.jobs, len(waiting))
            if usable and (jobs <= 1 or sys.platform != "linux"):
                bench = stack.enter_context(_Bench(rung, settings.allow_unsafe))
                bench.warm_up(usable)
            elif usable and rung is None:
                rung = best_rung(settings.allow_unsafe)
            ready = dict(self._prepared(usable))
            markable = [one for one in waiting if one.assignment in ready]
            for submission in waiting:
                if submission.assignment in self.faults:
                    report = unmarkable(submission, self.faults[submission.assignment])
                    yield _written(settings.out, report)
            if not markable:
                return
            if bench is None:
                assert rung is not None
                yield from _parallel(ready, markable, rung, settings.out, jobs)
                return
            for one in ready.values():
                bench.add(one)
            for submission in markable:
                yield _written(settings.out, bench.mark(submission))

    def _prepared(self, assignments: Sequence[Assignment]) -> Iterator[tuple[str, _Ready]]:
        """The assignments with their examples; one that cannot be prepared is a fault."""
        for assignment in assignments:
            try:
                prepared = keeping.prepared(assignment, seed=self.settings.seed)
                wanted = self.settings.pictures and assignment.pictures
                yield assignment.slug, _Ready(prepared, Gallery(prepared) if wanted else None)
            except CourseInvalid as fault:
                self.faults[assignment.slug] = str(fault)


def start(course: Course, root: Path, settings: Settings) -> Grading:
    """A class ready to be graded.

    Raises `UsageProblem` when there is none at `root`, and `CourseInvalid` when no assignment
    can be used; while some can, the submissions of the others are `broken`.
    """
    assignments: dict[str, Assignment] = {}
    faults: dict[str, CourseInvalid] = {}
    for slug in settings.only or course.slugs():
        try:
            assignments[slug] = course.load(slug)
        except CourseInvalid as fault:
            faults[slug] = fault
    if not assignments:
        raise next(iter(faults.values()))
    expected = [Expected(slug, one.spec.module) for slug, one in assignments.items()]
    expected += [Expected(slug, course.module(slug)) for slug in faults]
    found = discover(root, expected)
    if settings.out is not None:
        _refuse_inside(settings.out, root)
    return Grading(
        found,
        settings,
        assignments,
        {slug: str(fault) for slug, fault in faults.items()},
        course.weights(),
    )


def _refuse_inside(out: Path, root: Path) -> None:
    if root.resolve() in (out.resolve(), *out.resolve().parents):
        raise UsageProblem(
            f"The reports would go to {out}, inside the submissions, where the next run would "
            "take them for a student's; name another folder with -o."
        )


def best_rung(allow_unsafe: bool) -> Rung:
    """The best rung that works here. Raises `NoSafeSandbox` if only D does and may not."""
    with best_sandbox(allow_unsafe) as sandbox:
        return sandbox.rung


def best_sandbox(allow_unsafe: bool, limits: Limits | None = None) -> Sandbox:
    """A sandbox of the best rung that works here. Raises `NoSafeSandbox` as `best_rung`."""
    if sys.platform == "linux":
        for rung in SAFE_RUNGS:
            with contextlib.ExitStack() as stack, contextlib.suppress(SandboxFailed):
                sandbox = stack.enter_context(Sandbox(rung, limits))
                if try_sandbox(sandbox) is None:
                    stack.pop_all()
                    return sandbox
    if allow_unsafe:
        return Sandbox("D", limits)
    raise NoSafeSandbox(
        "No sandbox works on this machine, so students' code would run with your rights. "
        "Run `grade doctor` to see why; to go on all the same, with code that you trust, "
        "give --allow-unsafe."
    )


@dataclass(frozen=True)
class _Ready:
    """An assignment to be marked, and its pictures if they are wanted."""

    prepared: Prepared
    gallery: Gallery | None


class _Bench:
    """The markers of one process: a sandbox and prepared checks per assignment.

    Without a rung it takes the best that works here.
    """

    def __init__(self, rung: Rung | None, allow_unsafe: bool = False) -> None:
        self._rung = rung
        self._allow_unsafe = allow_unsafe
        self._sandboxes: dict[int, Sandbox] = {}
        self._markers: dict[str, Marker] = {}
        self._prepared: dict[str, Prepared] = {}

    def warm_up(self, assignments: Iterable[Assignment]) -> None:
        """Start the sandboxes: they get ready while examples are drawn."""
        for assignment in assignments:
            self._sandbox(assignment)

    def add(self, ready: _Ready) -> None:
        """Take an assignment that is to be marked here."""
        assignment = ready.prepared.assignment
        self._prepared[assignment.slug] = ready.prepared
        self._markers[assignment.slug] = Marker(
            ready.prepared, self._sandbox(assignment), ready.gallery
        )

    def _sandbox(self, assignment: Assignment) -> Sandbox:
        memory = assignment.spec.limits.memory_mb << 20
        if memory not in self._sandboxes:
            limits = Limits(memory_bytes=memory)
            if self._rung is None:
                made = best_sandbox(self._allow_unsafe, limits)
                self._rung = made.rung
            else:
                made = Sandbox(self._rung, limits)
            self._sandboxes[memory] = made
        return self._sandboxes[memory]

    def mark(self, submission: Submission) -> Report:
        """The report on a submission; whatever of ours fails makes it a `broken` one."""
        try:
            return self._markers[submission.assignment].mark(submission)
        except Exception as fault:  # noqa: BLE001 (one submission must not end the batch)
            where = traceback.extract_tb(fault.__traceback__)[-1]
            problem = (
                f"The grader failed: {type(fault).__name__}: {fault} "
                f"({Path(where.filename).name}, line {where.lineno})."
            )
            return broken(self._prepared[submission.assignment], submission, problem)

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *_: object) -> None:
        for sandbox in self._sandboxes.values():
            sandbox.close()


def _written(out: Path | None, report: Report) -> Report:
    """The report, stamped, and on disk if there is a place for it."""
    report = report.model_copy(update={"grader_sha256": grader_sha256()})
    if out is None:
        return report
    with _writing_to(out):
        write_report(out, report)
    return report


@contextlib.contextmanager
def _writing_to(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ReportsUnwritable(
            f"The reports cannot be written to {out}: {fault.strerror}. Make room or name another "
            "folder with -o; what is written is kept."
        ) from fault


def _parallel(
    ready: dict[str, _Ready],
    waiting: Sequence[Submission],
    rung: Rung,
    out: Path | None,
    jobs: int,
) -> Iterator[Report]:
    """Mark over several processes, forked so that they share what is prepared.

    A process that dies costs the submission in its hands a `broken` report and is replaced.
    """

    def process(connection: Connection, others: Sequence[Connection]) -> None:
        for other in others:
            other.close()  # or the end of the parent would go unnoticed
        _marker_process(connection, ready, waiting, rung, out, parent)

    parent = os.getpid()
    context = multiprocessing.get_context("fork")
    left = deque(range(len(waiting)))
    hands: dict[Connection, tuple[BaseProcess, int | None]] = {}

    def hire() -> None:
        ours, theirs = context.Pipe()
        worker = context.Process(target=process, args=(theirs, [*hands, ours]), daemon=False)
        worker.start()
        theirs.close()
        hands[ours] = worker, None
        give(ours)

    def give(connection: Connection) -> None:
        worker, _ = hands[connection]
        task = left.popleft() if left else None
        hands[connection] = worker, task
        if task is None:
            connection.close()
            del hands[connection]
            worker.join()
        else:
            connection.send(task)

    try:
        for _ in range(jobs):
            hire()
        while hands:
            for connection in wait(list(hands)):
                assert isinstance(connection, Connection)
                worker, task = hands[connection]
                assert task is not None
                try:
                    report = connection.recv()
                except (EOFError, OSError):
                    report = _lost(ready, waiting[task], worker, out)
                    connection.close()
                    del hands[connection]
                    if left:
                        hire()
                else:
                    if isinstance(report, GraderError):
                        raise report
                    give(connection)
                yield report
    finally:
        for connection, (worker, _) in hands.items():
            connection.close()
            worker.terminate()
            worker.join()


def _lost(
    ready: dict[str, _Ready], submission: Submission, worker: BaseProcess, out: Path | None
) -> Report:
    worker.join()
    problem = (
        f"The process that marked this submission ended (exit code {worker.exitcode}); "
        "mark it again, with fewer jobs if memory ran short."
    )
    return _written(out, broken(ready[submission.assignment].prepared, submission, problem))


def _marker_process(
    connection: Connection,
    ready: dict[str, _Ready],
    waiting: Sequence[Submission],
    rung: Rung,
    out: Path | None,
    parent: int,
) -> None:
    """Mark the submissions whose numbers come over the connection, until it closes.

    `parent` is the process that decides: killed, it takes this one with it.
    """
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from grader.sandbox import libc

    libc.prctl(libc.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before this process could ask to be told
    with _Bench(rung) as bench, contextlib.suppress(EOFError, BrokenPipeError):
        for one in ready.values():
            bench.add(one)
        while True:
            task = connection.recv()
            try:
                connection.send(_written(out, bench.mark(waiting[task])))
            except GraderError as fault:
                connection.send(fault)


def default_jobs() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
