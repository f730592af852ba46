"""Measure, print a table, and write it to benchmarks/results.md.

Every contender gets the same: one BLAS thread, byte code cached, the same checks with the
same number of examples. Contenders take turns, so that a noisy machine is noisy for all;
what counts are the ratios within one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import numpy as np

from benchmarks import direct
from grader.assignments import Assignment, load
from grader.grading import best_rung
from grader.marking import Marker
from grader.preparing import Prepared, prepare
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results.md"


@dataclass
class Contender:
    """One way to mark a submission, and the seconds that it took."""

    name: str
    mark: Callable[[str], int]
    every: int = 1
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def turn(self, source: str, expected: int | None) -> None:
        before, started = os.times(), time.perf_counter()
        score = self.mark(source)
        self.seconds.append(time.perf_counter() - started)
        after = os.times()
        self.cpu.append(sum(after[:4]) - sum(before[:4]))
        if expected is not None and score not in (expected, -1):
            raise SystemExit(f"{self.name} gave {score} and not {expected}: nothing is compared.")


def by_marker(prepared: Prepared, sandbox: Sandbox) -> Callable[[str], int]:
    marker = Marker(prepared, sandbox)

    def mark(source: str) -> int:
        submission = Submission(student="x", assignment=prepared.assignment.slug, source=source)
        return marker.mark(submission).score or 0

    return mark


def by_pytest(assignment: Assignment, scratch: Path) -> Callable[[str], int]:
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull,
        "--rootdir", str(ROOT), str(ROOT / "benchmarks" / "by_pytest.py"),
    ]  # fmt: skip

    def mark(source: str) -> int:
        path = scratch / f"{assignment.spec.module}.py"
        path.write_text(source, encoding="utf-8")
        environment = os.environ | {
            "BENCH_COURSE": str(assignment.folder.parent.parent),
            "BENCH_SLUG": assignment.slug,
            "BENCH_SUBMISSION": str(path),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout.decode() + done.stderr.decode())
        return assignment.max_score if done.returncode == 0 else -1

    return mark


def measure(slug: str, rounds: int) -> list[str]:
    assignment = load(ROOT, slug)
    started = time.perf_counter()
    prepared = prepare(assignment)
    drawing = time.perf_counter() - started
    right = [assignment.reference, *assignment.accepted().values()]
    wrong = [one.source for one in assignment.misconceptions()]
    rows = [f"### {slug}", "", f"Preparing (once per run): {drawing:.2f} s.", ""]
    scratch = Path(tempfile.mkdtemp())
    try:
        with (
            Sandbox(best_rung(False), Limits()) as best,
            Sandbox("D", Limits()) as none,
        ):
            for kind, sources, expected in (
                ("right", right, assignment.max_score),
                ("wrong", wrong, None),
            ):
                contenders = [
                    Contender(
                        "floor: one process, no isolation", lambda s: direct.mark(prepared, s)
                    ),
                    Contender(f"Gradus, rung {best.rung}", by_marker(prepared, best)),
                    Contender("Gradus, rung D", by_marker(prepared, none)),
                    Contender(
                        "pytest, a process each", by_pytest(assignment, scratch), every=rounds
                    ),
                ]
                for source in sources[:8]:  # the known mistakes are run once, not once a round
                    contenders[1].mark(source)
                for turn in range(rounds):
                    for place, source in enumerate(sources[:8]):
                        for one in contenders:
                            if (turn + place) % one.every == 0:
                                one.turn(source, expected)
                rows += table(kind, contenders)
    finally:
        shutil.rmtree(scratch)
    return rows


def table(kind: str, contenders: list[Contender]) -> list[str]:
    floor = statistics.median(contenders[0].seconds)
    usual = statistics.median(contenders[-1].seconds)
    rows = [
        f"| {kind} submissions | median ms | quartiles | CPU ms | × floor | × faster than pytest |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in contenders:
        middle = statistics.median(one.seconds)
        low, high = np.quantile(one.seconds, [0.25, 0.75])
        cpu = statistics.median(one.cpu)
        rows.append(
            f"| {one.name} | {1e3 * middle:.0f} | {1e3 * low:.0f}–{1e3 * high:.0f} "
            f"| {1e3 * cpu:.0f} | {middle / floor:.2f} | {usual / middle:.1f} |"
        )
    return [*rows, ""]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("slugs", nargs="*", default=["c1_logistic_regression"])
    parser.add_argument("--rounds", type=int, default=5, help="turns of each contender (default 5)")
    options = parser.parse_args()
    rows = [
        "# Measurements",
        "",
        f"Made by `python -m benchmarks` with Python {platform.python_version()}, "
        f"NumPy {np.__version__}, {os.cpu_count()} processors.",
        "",
    ]
    for slug in options.slugs:
        rows += measure(slug, options.rounds)
    text = "\n".join(rows).rstrip() + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
