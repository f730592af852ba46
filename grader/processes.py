"""The processes that mark: this one, or several that are forked from it.

Each has sandboxes of its own, and writes the reports that it makes.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from grader.assignments import Assignment
from grader.errors import GraderError, NoSafeSandbox, ReportsUnwritable, SandboxFailed
from grader.gallery import Gallery
from grader.marking import Marker, broken
from grader.preparing import Prepared
from grader.reports.write import write_report
from grader.results import Report, Rung
from grader.sandbox import Limits, Sandbox
from grader.sandbox.probing import try_sandbox
from grader.submissions import Submission
from grader.versions import grader_sha256

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

SAFE_RUNGS: tuple[Rung, ...] = ("A", "B", "C")


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
class Ready:
    """An assignment to be marked, and its pictures if they are wanted."""

    prepared: Prepared
    gallery: Gallery | None


class Bench:
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

    def add(self, ready: Ready) -> None:
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

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        for sandbox in self._sandboxes.values():
            sandbox.close()


def written(out: Path | None, report: Report) -> Report:
    """The report, stamped, and on disk if there is a place for it."""
    report = report.model_copy(update={"grader_sha256": grader_sha256()})
    if out is None:
        return report
    with writing_to(out):
        write_report(out, report)
    return report


@contextlib.contextmanager
def writing_to(out: Path) -> Iterator[None]:
    """Turn a failure to write there into `ReportsUnwritable`."""
    try:
        yield
    except OSError as fault:
        raise ReportsUnwritable(
            f"The reports cannot be written to {out}: {fault.strerror}. Make room or name another "
            "folder with -o; what is written is kept."
        ) from fault


def mark_in_parallel(
    ready: dict[str, Ready],
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
            with contextlib.suppress(ConnectionError):  # it died idle; `recv` finds its end
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
    ready: dict[str, Ready], submission: Submission, worker: BaseProcess, out: Path | None
) -> Report:
    worker.join()
    problem = (
        f"The process that marked this submission ended (exit code {worker.exitcode}); "
        "mark it again, with fewer jobs if memory ran short."
    )
    return written(out, broken(ready[submission.assignment].prepared, submission, problem))


def _marker_process(
    connection: Connection,
    ready: dict[str, Ready],
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
    with Bench(rung) as bench, contextlib.suppress(EOFError, BrokenPipeError):
        for one in ready.values():
            bench.add(one)
        while True:
            task = connection.recv()
            try:
                connection.send(written(out, bench.mark(waiting[task])))
            except GraderError as fault:
                connection.send(fault)


def default_jobs() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
