"""Several processes that mark, forked from this one."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.marking import broken
from grader.results import Report, Rung
from grader.sandbox import end_with
from grader.submissions import Submission

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
from grader.batch.markers import Bench, Ready, written


def mark_in_parallel(
    ready: dict[str, Ready],
    waiting: Sequence[Submission],
    rung: Rung,
    out: Path | None,
    jobs: int,
    *,
    fresh: bool = False,
) -> Iterator[Report]:
    """Mark over several processes, forked so that they share what is prepared.

    A process that dies costs the submission in its hands a `broken` report and is replaced.
    """

    def process(connection: Connection, others: Sequence[Connection]) -> None:
        for other in others:
            other.close()  # or the end of the parent would go unnoticed
        _marker_process(connection, ready, waiting, rung, out, parent, fresh=fresh)

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
    *,
    fresh: bool,
) -> None:
    """Mark the submissions whose numbers come over the connection, until it closes.

    `parent` is the process that decides: killed, it takes this one with it.
    """
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
    with Bench(rung, fresh=fresh) as bench, contextlib.suppress(EOFError, BrokenPipeError):
        for one in ready.values():
            bench.add(one)
        while True:
            task = connection.recv()
            try:
                connection.send(bench.mark_and_write(waiting[task], out))
            except GraderError as fault:
                connection.send(fault)


def default_jobs() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
