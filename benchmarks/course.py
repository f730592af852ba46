"""What marking right work costs in each assignment of the course, against the floor.

Turns are taken on the reference and the accepted solutions of each: by the same checks in this
process, without isolation, and by the grader, which has nothing remembered of any submission.

    python -m benchmarks.course [SLUG]... [--most 4] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import direct, under_test
from benchmarks.classes import Work, right_ones
from benchmarks.spent import cpu_seconds
from grader.course import load_course
from grader.course.load import load
from grader.marking import Marker
from grader.preparation.prepare import prepare
from grader.preparation.prepared import Prepared
from grader.sandbox import Limits, Sandbox, best_rung
from grader.submissions import Submission

OUT = Path(__file__).with_name("course.md")
HEAD = """# What right work costs

Made by `python -m benchmarks.course`: processor time of one submission in ms, the median over the
reference and accepted solutions; Gradus at rung {rung}, with nothing remembered, beside the floor
(the same checks in one process without isolation). *More* is what Gradus takes beyond the floor.

| assignment | checks | floor | Gradus | × floor | more | largest |
|---|---:|---:|---:|---:|---:|---:|
"""


def measured(slug: str, most: int, rounds: int) -> str:
    """A row of the table."""
    assignment = load(under_test.home(), slug)
    prepared = prepare(assignment)
    works = right_ones(assignment)[:most]
    memory = assignment.spec.limits.memory_mb << 20
    with Sandbox(best_rung(allow_unsafe=False), Limits(memory_bytes=memory)) as sandbox:

        def floor(work: Work) -> None:
            score = direct.mark(prepared, work.source)
            if score != assignment.max_score:
                raise SystemExit(f"{slug}: {work.name} gets {score} points at the floor")

        def gradus(work: Work) -> None:
            submission = Submission(student=work.name, assignment=slug, source=work.source)
            report = Marker(prepared, sandbox).mark(submission)
            if report.score != report.max_score:
                raise SystemExit(f"{slug}: {work.name} gets {report.score} points")

        floor(works[0])
        gradus(works[0])
        pairs = [_pair(work, floor, gradus, rounds) for work in works]
    return _row(slug, prepared, pairs)


def _pair(
    work: Work, floor: Callable[[Work], None], gradus: Callable[[Work], None], rounds: int
) -> tuple[float, float]:
    times: list[list[float]] = [[], []]
    for _ in range(rounds):
        for found, mark in zip(times, (floor, gradus), strict=True):
            before = cpu_seconds()
            mark(work)
            found.append(1000 * (cpu_seconds() - before))
    return statistics.median(times[0]), statistics.median(times[1])


def _row(slug: str, prepared: Prepared, pairs: Sequence[tuple[float, float]]) -> str:
    low, ours = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = statistics.median(mine / max(floor, 1.0) for floor, mine in pairs)
    more = statistics.median(mine - floor for floor, mine in pairs)
    largest = max(mine for _, mine in pairs)
    return (
        f"| {slug} | {len(prepared.checks)} | {low:.0f} | {ours:.0f} | {ratio:.1f} | {more:.0f} "
        f"| {largest:.0f} |"
    )


def main() -> None:
    """Print the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.course", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="assignments; default: all of the course")
    parser.add_argument("--most", type=int, default=4, help="submissions of each")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    slugs = options.slugs or load_course(under_test.home()).slugs()
    text = HEAD.format(rung=best_rung(allow_unsafe=False))
    print(text, end="", flush=True)
    for slug in slugs:
        row = measured(slug, options.most, options.rounds)
        print(row, flush=True)
        text += row + "\n"
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
