"""Markdown tables of what was measured, and of the targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.contenders import Contender
from benchmarks.throughput import Run


@dataclass(frozen=True)
class Target:
    """One claim, what was measured, and whether it holds; None if nothing was."""

    claim: str
    measured: str
    reached: bool | None


def contest(kind: str, contenders: Mapping[str, Contender]) -> list[str]:
    """All contenders on one class; the ratios to the slow ones say how many times faster."""
    floor = contenders["floor"]
    slow = {
        "pytest each": contenders.get("each"),
        "pytest class": contenders.get("whole"),
        "nbgrader": contenders.get("nbgrader"),
    }
    rows = [
        f"| {kind} submissions | marked | median ms | quartiles | largest | CPU ms | peak MB "
        f"| × floor | {' | '.join(f'{name} ÷ it' for name in slow)} |",
        "|---|" + "---:|" * (7 + len(slow)),
    ]
    for one in contenders.values():
        low, high = np.quantile(one.seconds, [0.25, 0.75])
        faster = [_cell(other.ratio(one) if other else None, 1) for other in slow.values()]
        rows.append(
            f"| {one.name} | {len(one.seconds)} | {1e3 * one.median:.0f} | {1e3 * low:.0f}–"
            f"{1e3 * high:.0f} | {1e3 * max(one.seconds):.0f} | {1e3 * np.mean(one.cpu):.0f} "
            f"| {_cell(one.peak, 0)} | {_cell(one.ratio(floor), 2)} | {' | '.join(faster)} |"
        )
    return [*rows, ""]


def _cell(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def serial(runs: Sequence[Run]) -> list[str]:
    """Small and large classes in one process."""
    rows = [
        "| submissions | whole run s | preparing and the first s | ms per submission after it "
        "| memory MB after … reports |",
        "|---:|---:|---:|---:|---|",
    ]
    for one in runs:
        memory = ", ".join(f"{number}: {most:.0f}" for number, most in one.memory.items())
        rows.append(
            f"| {one.number} | {one.seconds:.1f} | {one.first:.2f} | {1e3 * one.each:.0f} "
            f"| {memory} |"
        )
    return [*rows, ""]


def side_by_side(single: Run, double: Run) -> list[str]:
    """One process against two."""
    rows = ["| processes | whole run s | ms per submission after the first |", "|---:|---:|---:|"]
    for jobs, one in ((1, single), (2, double)):
        rows.append(f"| {jobs} | {one.seconds:.1f} | {1e3 * one.each:.0f} |")
    rows.append(
        f"| 1 ÷ 2 | {single.seconds / double.seconds:.2f} | {single.each / double.each:.2f} |"
    )
    return [*rows, ""]


def summary(targets: Sequence[Target]) -> list[str]:
    said = {True: "yes", False: "**no**", None: "not measured"}
    rows = ["| target | measured | reached |", "|---|---|---|"]
    rows += [f"| {one.claim} | {one.measured} | {said[one.reached]} |" for one in targets]
    return [*rows, ""]
