"""The markers of one process, and reports on their way to disk."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.cache import own_folder
from grader.closing import Closing
from grader.course import Assignment
from grader.errors import GraderError, ReportsUnwritable
from grader.marking import Gallery, Marker, Remembered, Store, broken
from grader.preparation import Prepared
from grader.reports import write_report
from grader.results import Report, Rung
from grader.sandbox import Limits, Sandbox, best_sandbox
from grader.submissions import Submission, start_reading
from grader.versions import grader_sha256


@dataclass(frozen=True)
class Ready:
    """An assignment to be marked, and its pictures if they are wanted."""

    prepared: Prepared
    gallery: Gallery | None


class Bench(Closing):
    """The markers of one process: a sandbox and prepared checks per assignment.

    Without a rung it takes the best that works here. A `fresh` one runs all code anew.
    """

    def __init__(
        self, rung: Rung | None, allow_unsafe: bool = False, *, fresh: bool = False
    ) -> None:
        self._fresh = fresh
        self._rung = rung
        self._allow_unsafe = allow_unsafe
        self._sandboxes: dict[int, Sandbox] = {}
        self._markers: dict[str, Marker] = {}
        self._prepared: dict[str, Prepared] = {}

    def warm_up(self, assignments: Iterable[Assignment]) -> None:
        """Start the sandboxes: they get ready while examples are drawn."""
        start_reading()
        for assignment in assignments:
            self._sandbox(assignment)

    def add(self, ready: Ready) -> None:
        """Take an assignment that is to be marked here."""
        start_reading()
        assignment = ready.prepared.assignment
        self._prepared[assignment.slug] = ready.prepared
        known = Remembered(marked=None if self._fresh else Store(own_folder("marked")))
        self._markers[assignment.slug] = Marker(
            ready.prepared, self._sandbox(assignment), ready.gallery, known
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
            return self._broken(submission, fault)

    def mark_and_write(self, submission: Submission, out: Path | None) -> Report:
        """The same, written; a report that cannot be written becomes a `broken` one that can.

        Raises `ReportsUnwritable` where the disk is at fault.
        """
        report = self.mark(submission)
        try:
            return written(out, report)
        except GraderError:
            raise
        except Exception as fault:  # noqa: BLE001 (as above)
            return written(out, self._broken(submission, fault))

    def _broken(self, submission: Submission, fault: Exception) -> Report:
        where = traceback.extract_tb(fault.__traceback__)[-1]
        problem = (
            f"The grader failed: {type(fault).__name__}: {fault} "
            f"({Path(where.filename).name}, line {where.lineno})."
        )
        return broken(self._prepared[submission.assignment], submission, problem)

    def close(self) -> None:
        """End the sandboxes."""
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
