"""A folder of submissions through the whole grader: `python -m benchmarks.throughput`.

A process of its own, so that its memory is that of this run. Prints what it measured as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import programs, under_test

MARKS = (100, 500)


@dataclass(frozen=True)
class Run:
    """How long a run took, and this process's memory after some numbers of reports."""

    number: int
    seconds: float
    first: float
    memory: dict[str, float]

    @property
    def each(self) -> float:
        """Seconds per submission, from the first report on: without preparing."""
        return (self.seconds - self.first) / max(1, self.number - 1)


def run(submissions: Path, out: Path, slug: str, jobs: int) -> Run:
    """Grade a folder in a new process."""
    words = [str(submissions), str(out), slug, "--jobs", str(jobs)]
    command = [sys.executable, "-m", "benchmarks.throughput", *words]
    found: dict[str, Any] = json.loads(programs.run(command, folder=under_test.ROOT))
    return Run(**found)


def measured(submissions: Path, out: Path, slug: str, jobs: int) -> Run:
    """Grade a folder here."""
    under_test.use(None)
    from benchmarks.spent import resident_mb
    from grader.batch.run import Settings, start
    from grader.course.course import load_course

    started = time.perf_counter()
    settings = Settings(jobs=jobs, out=out, fresh=True, only=(slug,))
    grading = start(load_course(under_test.home()), submissions, settings)
    memory: dict[str, float] = {}
    number, first, last = 0, 0.0, 0.0
    for report in grading.run():
        number += 1
        last = time.perf_counter() - started
        first = first or last
        if number in MARKS or number == len(grading.submissions):
            memory[str(number)] = resident_mb()
        full = report.score == report.max_score
        if report.score is None or full is not ("_right_" in report.student):
            raise SystemExit(
                f"{report.student} got {report.score} of {report.max_score} points "
                f"({report.problem}): nothing is compared."
            )
    return Run(number, last, first, memory)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("submissions", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("slug")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    found = measured(options.submissions, options.out, options.slug, options.jobs)
    print(json.dumps(vars(found)))


if __name__ == "__main__":
    main()
