"""The speed that is aimed at, and what came out."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence

from benchmarks import cold_start
from benchmarks.contenders import Contender
from benchmarks.tables import Target
from benchmarks.throughput import Run

STATES = {"first": "first of its kind", "seen": "seen before"}


def of_assignment(
    slug: str, classes: Mapping[str, Mapping[str, Contender]], rung: str
) -> Iterator[Target]:
    """What is aimed at for each submission, in both states."""
    right, wrong = classes["right"], classes["wrong"]
    for state, called in STATES.items():
        ours, theirs = right[f"{rung} {state}"], wrong[f"{rung} {state}"]
        where = f"{slug}, {called}: "
        yield _at_most(f"{where}right ≤ 2 × floor", ours.median / right["floor"].median, 2)
        yield _faster(f"{where}right ≥ 20 × faster than pytest, a process each", ours, right, 20)
        yield _faster(f"{where}right ≥ 50 × faster than nbgrader", ours, right, 50)
        yield _at_most(f"{where}wrong ≤ 5 × a right one, median", theirs.median / ours.median, 5)
        most = max(theirs.seconds) / ours.median
        yield _at_most(f"{where}wrong ≤ 5 × a right one, largest", most, 5)


def of_runs(small: Run, large: Run, single: Run, double: Run) -> Iterator[Target]:
    """What is aimed at for whole classes."""
    slower = large.each / small.each
    what = f"{large.number} submissions"
    yield Target(
        f"{what} take ≤ 1.1 × what {small.number} take, each", f"{slower:.2f} ×", slower <= 1.1
    )
    _, start = min((int(number), held) for number, held in large.memory.items())
    _, end = max((int(number), held) for number, held in large.memory.items())
    yield Target(
        f"memory is flat (≤ 1.1 ×) over {what}", f"{start:.0f} → {end:.0f} MB", end <= 1.1 * start
    )
    ratio = single.each / double.each
    yield Target("two processes ≥ 1.8 × one", f"{ratio:.2f} ×", ratio >= 1.8)


def of_cold_start(commands: Sequence[cold_start.Command]) -> Iterator[Target]:
    """What is aimed at for single commands; both clocks must keep to the longer limits."""
    found = {one.name: one for one in commands}
    cpu = statistics.median(found[cold_start.HELP].cpu)
    yield Target(f"{cold_start.HELP} < 0.15 s CPU", f"{cpu:.2f} s", cpu < 0.15)
    for name, limit in ((cold_start.CHECK, 1.0), (cold_start.ONE, 1.5)):
        cpu, wall = (statistics.median(x) for x in (found[name].cpu, found[name].wall))
        yield Target(
            f"{name} < {limit:g} s", f"{cpu:.2f} s CPU, {wall:.2f} s wall", max(cpu, wall) < limit
        )


def _at_most(claim: str, ratio: float, limit: float) -> Target:
    return Target(claim, f"{ratio:.2f} ×", ratio <= limit)


def _faster(claim: str, ours: Contender, others: Mapping[str, Contender], least: float) -> Target:
    other = others.get("each" if least == 20 else "nbgrader")
    if other is None:
        return Target(claim, "–", None)
    ratio = other.median / ours.median
    return Target(claim, f"{ratio:.1f} ×", ratio >= least)
