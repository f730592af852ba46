"""The speed that is aimed at, and what came out."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
        each, nbgrader = right.get("each"), right.get("nbgrader")
        yield _at_most(f"{where}right ≤ 2 × floor", ours.ratio(right["floor"]), 2)
        yield _faster(f"{where}right ≥ 20 × faster than pytest, a process each", ours, each, 20)
        yield _faster(f"{where}right ≥ 50 × faster than nbgrader", ours, nbgrader, 50)
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
    yield _flat(f"memory is flat (≤ 1.1 ×) over {what}", large.memory)
    ratio = single.each / double.each
    yield Target("two processes ≥ 1.8 × one", f"{ratio:.2f} ×", ratio >= 1.8)


def of_cold_start(commands: Sequence[cold_start.Command]) -> Iterator[Target]:
    """What is aimed at for single commands; both clocks must keep to the longer limits."""
    found = {one.name: one for one in commands}
    cpu = statistics.median(found[cold_start.HELP].cpu)
    yield Target(f"{cold_start.HELP} < 0.15 s CPU", f"{cpu:.2f} s", cpu < 0.15)
    yield _quick(found[cold_start.CHECK], 1.0)
    kept = _quick(found[cold_start.KEPT], 1.5)
    without = _clocks(found[cold_start.NOT_KEPT])
    yield replace(kept, measured=f"{kept.measured} ({without} with nothing kept)")


def _quick(command: cold_start.Command, limit: float) -> Target:
    slower = max(map(statistics.median, (command.cpu, command.wall)))
    return Target(f"{command.name} < {limit:g} s", _clocks(command), slower < limit)


def _clocks(command: cold_start.Command) -> str:
    cpu, wall = map(statistics.median, (command.cpu, command.wall))
    return f"{cpu:.2f} s CPU, {wall:.2f} s wall"


def _flat(claim: str, memory: Mapping[str, float]) -> Target:
    """Whether the memory after the last of these numbers of reports is that after the first."""
    if len(memory) < 2:
        return Target(claim, "–", None)
    start, end = (memory[number] for number in (min(memory, key=int), max(memory, key=int)))
    return Target(claim, f"{start:.0f} → {end:.0f} MB", end <= 1.1 * start)


def _at_most(claim: str, ratio: float | None, limit: float) -> Target:
    if ratio is None:
        return Target(claim, "–", None)
    return Target(claim, f"{ratio:.2f} ×", ratio <= limit)


def _faster(claim: str, ours: Contender, other: Contender | None, least: float) -> Target:
    ratio = other.ratio(ours) if other else None
    if ratio is None:
        return Target(claim, "–", None)
    return Target(claim, f"{ratio:.1f} ×", ratio >= least)
