"""The whole benchmark: the contest, the shares, whole classes and cold starts, as Markdown."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import by_nbgrader, cold_start, footprint, shares, tables, targets, throughput
from benchmarks.classes import Work, classes, write_class
from benchmarks.contenders import Contender, Gradus, floor
from benchmarks.under_test import home
from benchmarks.usual_way import Workshop, has_tests
from grader.assignments import Assignment, load
from grader.preparing import Prepared, prepare
from grader.sandbox import Limits, Sandbox

if TYPE_CHECKING:
    from grader.results import Rung

STARTED = time.perf_counter()


@dataclass(frozen=True)
class Scale:
    """How much of everything: submissions of a class, and turns of the slow contenders."""

    most: int
    each: int
    whole_rounds: int
    nbgrader_rounds: int
    small: int
    large: int
    pair: int
    pair_rounds: int
    cold_rounds: int
    share_times: int
    ours: bool = False


FULL = Scale(6, 1, 1, 1, 100, 1000, 60, 1, 5, 5)
QUICK = Scale(2, 1, 1, 1, 10, 30, 10, 1, 2, 2)


@dataclass(frozen=True)
class Contest:
    """What was measured on one assignment."""

    rows: list[str]
    classes: dict[str, dict[str, Contender]]


def measure(slugs: Sequence[str], rounds: int, scale: Scale, scratch: Path) -> list[str]:
    """Everything, the summary last."""
    # By name: an older grader defines it there.
    rung: Rung = vars(import_module("grader.grading"))["best_rung"](allow_unsafe=False)
    rows: list[str] = []
    reached: list[tables.Target] = []
    for slug in slugs:
        _say(f"{slug}: the contest")
        contest = contend(load(home(), slug), rung, rounds, scale, scratch / slug)
        rows += contest.rows
        reached += targets.of_assignment(slug, contest.classes, rung)
    if scale.large:
        _say("whole classes")
        whole, found = whole_classes(load(home(), slugs[0]), scale, scratch)
        rows += whole
        reached += found
    _say("cold starts")
    commands = cold_start.measured(scale.cold_rounds)
    rows += [
        "## Cold start",
        "",
        f"Single commands on {cold_start.SLUG}, each a new process with its byte code cached: "
        f"medians of {scale.cold_rounds} runs.",
        "",
        *cold_start.table(commands),
    ]
    reached += targets.of_cold_start(commands)
    return [*_head(rung, rounds, scale), *rows, "## Summary", "", *tables.summary(reached)]


def _head(rung: str, rounds: int, scale: Scale) -> list[str]:
    return [
        "# Measurements",
        "",
        f"Made by `python -m benchmarks` with Python {platform.python_version()}, "
        f"NumPy {version('numpy')}, Hypothesis {version('hypothesis')}, {os.cpu_count()} "
        f"processors, rung {rung} the best; {rounds} rounds.",
        "",
        "All contenders run with one BLAS thread and cached byte code, and take turns within one "
        "run; what counts are the ratios. Right submissions are the reference and other "
        "solutions known to be right, wrong ones are known misconceptions, each with a comment "
        "of its own; a class mixed of both is half and half. A contender that gave a right one "
        "less than full marks, or a wrong one full marks, would have ended the run.",
        "",
        "Gradus is measured in two states. *First of its kind*: nothing is remembered of any "
        "submission. *Seen before*: the same answers or mistakes were handed in before, as in a "
        "class they mostly were. In both, the examples are drawn, and the known misconceptions "
        "have been run, as both are done once per class.",
        "",
        "pytest runs a file that checks the same laws with as many examples, drawn by Hypothesis "
        "each time, once per submission or once for a whole class of up to "
        f"{scale.most} (its time divided by their number). nbgrader runs the same tests as cells "
        "of a notebook. Both are slow and get fewer turns; the tables say how many.",
        "",
        "CPU is the mean over this process and all that it started. Peak memory is that of the "
        "largest process, from a run of its own: of Gradus that is the checker or a worker, "
        "whichever held more.",
        "",
    ]


def contend(
    assignment: Assignment, rung: Rung, rounds: int, scale: Scale, scratch: Path
) -> Contest:
    """All contenders on the classes of one assignment."""
    started = time.perf_counter()
    prepared = prepare(assignment)
    seconds = time.perf_counter() - started
    rows = [f"## {assignment.slug}", "", f"Preparing, once per run: {seconds:.2f} s.", ""]
    usual = has_tests(assignment) and not scale.ours
    workshop = Workshop(assignment, scratch / "usual") if usual else None
    course = None
    if scale.ours:
        rows += ["pytest and nbgrader were left out of this run.", ""]
    elif workshop is None:
        rows += ["pytest and nbgrader are left out: nobody wrote the usual tests for it.", ""]
    elif by_nbgrader.is_there():
        course = by_nbgrader.Course(assignment, scratch / "nbgrader")
    else:
        rows += ["nbgrader is not installed, and left out.", ""]
    found: dict[str, dict[str, Contender]] = {}
    with Sandbox(rung, Limits()) as best, Sandbox("D", Limits()) as none:
        boxes: dict[str, Gradus] = {rung: Gradus(prepared, best), "D": Gradus(prepared, none)}
        for kind, works in classes(assignment, scale.most).items():
            contenders = _contenders(prepared, boxes, workshop, course, scale)
            # Weighed first: so every byte code is written before time counts.
            _weigh(contenders, assignment.slug, kind, works, scale, workshop, course)
            _compete(contenders, works, rounds, scale, boxes)
            found[kind] = contenders
            rows += tables.contest(kind, contenders)
            _say(f"{assignment.slug}: {kind} done")
        chosen = {
            kind: _middle(found[kind][f"{rung} seen"], classes(assignment, scale.most)[kind])
            for kind in ("right", "wrong")
        }
        rows += [
            f"Where the time of Gradus goes at rung {rung}, for the median submission "
            f"({chosen['right'].name} and {chosen['wrong'].name}): wall-clock time by timers "
            "around the grader's functions, each charged what it takes itself. The timers "
            "inflate what is called often; the last line tells by how much in all.",
            "",
            *shares.table(boxes[rung], chosen, scale.share_times),
        ]
    return Contest(rows, found)


def _contenders(
    prepared: Prepared,
    boxes: Mapping[str, Gradus],
    workshop: Workshop | None,
    course: by_nbgrader.Course | None,
    scale: Scale,
) -> dict[str, Contender]:
    found = {"floor": floor(prepared)}
    for rung, gradus in boxes.items():
        found[f"{rung} first"] = gradus.first()
        found[f"{rung} seen"] = gradus.seen_before()
    if workshop is not None:
        found["each"] = workshop.one_each(scale.each)
        found["whole"] = workshop.whole_class()
    if course is not None:
        found["nbgrader"] = course.contender(1)
    return found


def _compete(
    contenders: dict[str, Contender],
    works: list[Work],
    rounds: int,
    scale: Scale,
    boxes: Mapping[str, Gradus],
) -> None:
    for gradus in boxes.values():
        gradus.warm_up(works)
    limits = {"whole": scale.whole_rounds, "nbgrader": scale.nbgrader_rounds}
    for turn in range(rounds):
        varied = [work.variant(turn) for work in works]
        for name, one in contenders.items():
            if one.whole and turn < limits[name]:
                one.turn(varied)
        for place, work in enumerate(varied):
            for name, one in contenders.items():
                if one.whole or turn >= limits.get(name, rounds):
                    continue
                if one.takes(place, turn, len(varied)):
                    one.turn([work])


def _weigh(
    contenders: dict[str, Contender],
    slug: str,
    kind: str,
    works: list[Work],
    scale: Scale,
    workshop: Workshop | None,
    course: by_nbgrader.Course | None,
) -> None:
    """The peak memory of each contender, in processes of their own."""
    for name, one in contenders.items():
        if name == "each" and workshop is not None:
            one.peak = workshop.peak(works[:1], of_class=False)
        elif name == "whole" and workshop is not None:
            one.peak = workshop.peak(works[:1], of_class=True)
        elif name == "nbgrader" and course is not None:
            one.peak = course.peak(works[0])
        elif name == "floor" or name.endswith("first"):
            one.peak = footprint.peak(slug, kind, name.partition(" ")[0], scale.most)
        else:
            one.peak = contenders[name.replace("seen", "first")].peak


def _middle(contender: Contender, works: list[Work]) -> Work:
    """The submission whose time is the median of the class."""
    seconds = {place: sorted(contender.seconds[place :: len(works)]) for place in range(len(works))}
    order = sorted(seconds, key=lambda place: seconds[place][len(seconds[place]) // 2])
    return works[order[len(order) // 2]]


def whole_classes(
    assignment: Assignment, scale: Scale, scratch: Path
) -> tuple[list[str], list[tables.Target]]:
    """Folders of submissions through the whole grader, in one process and in two."""
    slug = assignment.slug
    folders = {}
    for number in {scale.small, scale.large, scale.pair}:
        folders[number] = scratch / f"class{number}"
        write_class(folders[number], assignment, number)
    outs = iter(range(1000))

    def run(number: int, jobs: int) -> throughput.Run:
        return throughput.run(folders[number], scratch / f"out{next(outs)}", slug, jobs)

    small, large = run(scale.small, 1), run(scale.large, 1)
    pairs = [(run(scale.pair, 1), run(scale.pair, 2)) for _ in range(scale.pair_rounds)]
    single = min((one for one, _ in pairs), key=lambda one: one.each)
    double = min((two for _, two in pairs), key=lambda two: two.each)
    rows = [
        "## Small and large classes",
        "",
        f"Folders of {slug}, right and wrong by turns, no two files equal, through the whole "
        "grader: discovered, marked, drawn and written, in one process.",
        "",
        *tables.serial([small, large]),
        "## One process and two",
        "",
        f"The same folder of {scale.pair} submissions, the faster of {scale.pair_rounds} runs.",
        "",
        *tables.side_by_side(single, double),
    ]
    return rows, list(targets.of_runs(small, large, single, double))


def _say(what: str) -> None:
    print(f"{time.perf_counter() - STARTED:5.0f} s: {what}", file=sys.stderr, flush=True)
