"""The whole benchmark: the contest, the shares, whole classes and cold starts, as Markdown."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import (
    by_nbgrader,
    cold_start,
    footprint,
    reporting,
    shares,
    tables,
    targets,
    throughput,
)
from benchmarks.classes import Work, classes, write_class
from benchmarks.contenders import Contender, Gradus, floor
from benchmarks.under_test import home
from benchmarks.usual_way import Workshop, has_tests
from grader.course.assignment import Assignment
from grader.course.load import load
from grader.preparation.prepare import prepare
from grader.preparation.prepared import Prepared
from grader.sandbox import Limits, Sandbox, best_rung

if TYPE_CHECKING:
    from grader.results.verdicts import Rung

STARTED = time.perf_counter()


@dataclass(frozen=True)
class Scale:
    """How much of everything: submissions of classes, and runs of whole ones and of commands."""

    most: int
    small: int
    large: int
    pair: int
    pair_rounds: int
    cold_rounds: int
    share_times: int
    ours: bool = False


FULL = Scale(6, 100, 1000, 60, 1, 5, 5)
QUICK = Scale(2, 10, 30, 10, 1, 2, 2)


@dataclass(frozen=True)
class Others:
    """What else marks the submissions of an assignment, if anything does."""

    workshop: Workshop | None = None
    course: by_nbgrader.Course | None = None


@dataclass(frozen=True)
class Contest:
    """What was measured on one assignment."""

    rows: list[str]
    classes: dict[str, dict[str, Contender]]


def measure(slugs: Sequence[str], rounds: int, scale: Scale, scratch: Path) -> list[str]:
    """Everything, the summary last."""
    # By name: an older grader defines it there.
    rung: Rung = best_rung(allow_unsafe=False)
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
        f"medians of {scale.cold_rounds} runs. `grade SUBMISSIONS` keeps what the course follows "
        "from, so that the first run of a course on a machine is the one with nothing kept, and "
        "every other is the one that the target is for.",
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
        "A ratio is one of the same submissions: of each that both contenders marked, by the "
        "median of its times, then the median of these ratios. So it is not the quotient of two "
        "medians in the table, which are of all that a contender marked. pytest in one process "
        "has one time for the class: its ratios are of totals, and only to who marked all of it.",
        "",
        "Gradus is measured in two states. *First of its kind*: nothing is remembered of any "
        "submission. *Seen before*: the same answers or mistakes were handed in before, as in a "
        "class they mostly were. In both, the examples are drawn, and the known misconceptions "
        "have been run, as both are done once per class. Gradus's rows are marking alone "
        "(`Marker.mark`): they leave out drawing pictures and writing the report, of which a "
        "line below the tables says what they add.",
        "",
        "pytest runs a file that checks the same laws with as many examples, drawn by Hypothesis "
        "each time, once per submission or once for a whole class of up to "
        f"{scale.most} (its time divided by their number). nbgrader runs the same tests as cells "
        "of a notebook. Both are slow, and mark one submission in a round, the next in each; "
        "nbgrader ends after the first, in a mixed class after a right and a wrong one.",
        "",
        "CPU is the mean over this process and all that it started. Peak memory is that of the "
        "largest process, from a run of its own, over the class or, with pytest and nbgrader, on "
        "its first submission: of Gradus that is the checker or a worker, whichever held more.",
        "",
    ]


def contend(
    assignment: Assignment, rung: Rung, rounds: int, scale: Scale, scratch: Path
) -> Contest:
    """All contenders on the classes of one assignment."""
    started = time.perf_counter()
    prepared = prepare(assignment)
    seconds = time.perf_counter() - started
    rows = [f"## {assignment.slug}", "", f"Preparing, with nothing kept: {seconds:.2f} s.", ""]
    others, left_out = _others(assignment, scale, scratch)
    if left_out:
        rows += [left_out, ""]
    found: dict[str, dict[str, Contender]] = {}
    groups = classes(assignment, scale.most)
    with Sandbox(rung, Limits()) as best, Sandbox("D", Limits()) as none:
        boxes: dict[str, Gradus] = {rung: Gradus(prepared, best), "D": Gradus(prepared, none)}
        for kind, works in groups.items():
            contenders = _contenders(prepared, boxes, others, kind, rounds)
            # Weighed first: so every byte code is written before time counts.
            _weigh(contenders, others, assignment.slug, kind, scale, works[0])
            _compete(contenders, works, rounds, boxes)
            found[kind] = contenders
            rows += tables.contest(kind, contenders)
            _say(f"{assignment.slug}: {kind} done")
        rows += [reporting.line(*reporting.added(prepared, best, groups["mixed"])), ""]
        chosen = {
            kind: _middle(found[kind][f"{rung} seen"], groups[kind]) for kind in ("right", "wrong")
        }
        rows += _shares(boxes[rung], rung, chosen, scale.share_times)
    return Contest(rows, found)


def _others(assignment: Assignment, scale: Scale, scratch: Path) -> tuple[Others, str]:
    """pytest and nbgrader where they can be had, and a sentence on those that are left out."""
    if scale.ours:
        return Others(), "pytest and nbgrader were left out of this run."
    if not has_tests(assignment):
        return Others(), "pytest and nbgrader are left out: nobody wrote the usual tests for it."
    workshop = Workshop(assignment, scratch / "usual")
    if not by_nbgrader.is_there():
        return Others(workshop), "nbgrader is not installed, and left out."
    return Others(workshop, by_nbgrader.Course(assignment, scratch / "nbgrader")), ""


def _contenders(
    prepared: Prepared, boxes: Mapping[str, Gradus], others: Others, kind: str, rounds: int
) -> dict[str, Contender]:
    found = {"floor": floor(prepared)}
    for rung, gradus in boxes.items():
        found[f"{rung} first"] = gradus.first()
        found[f"{rung} seen"] = gradus.seen_before()
    if others.workshop is not None:
        found["each"] = others.workshop.one_each(rounds)
        found["whole"] = others.workshop.whole_class()
    if others.course is not None:
        # Of a mixed class a right one and a wrong one, which come by turns.
        found["nbgrader"] = others.course.contender(2 if kind == "mixed" else 1)
    return found


def _compete(
    contenders: Mapping[str, Contender],
    works: Sequence[Work],
    rounds: int,
    boxes: Mapping[str, Gradus],
) -> None:
    """Each round, contenders take turns at each submission; whole classes once are enough."""
    for gradus in boxes.values():
        gradus.warm_up(works)
    for turn in range(rounds):
        varied = [work.variant(turn) for work in works]
        for one in contenders.values():
            if one.whole and turn == 0:
                one.turn(varied)
        for place, work in enumerate(varied):
            for one in contenders.values():
                if not one.whole and one.takes(place, turn, len(varied)):
                    one.turn([work])


def _weigh(
    contenders: Mapping[str, Contender],
    others: Others,
    slug: str,
    kind: str,
    scale: Scale,
    work: Work,
) -> None:
    """The peak memory of each contender, in processes of their own, where that tells it apart."""
    for name, one in contenders.items():
        if name == "each" and others.workshop is not None:
            one.peak = others.workshop.peak(work)
        elif name == "nbgrader" and others.course is not None:
            one.peak = others.course.peak(work)
        elif name == "floor" or name.endswith("first"):
            one.peak = footprint.peak(slug, kind, name.partition(" ")[0], scale.most)


def _middle(contender: Contender, works: Sequence[Work]) -> Work:
    """The submission whose time is the median of the class."""
    order = sorted(works, key=lambda work: contender.usual[work.name])
    return order[len(order) // 2]


def _shares(gradus: Gradus, rung: str, chosen: dict[str, Work], times: int) -> list[str]:
    return [
        f"Where the time of Gradus goes at rung {rung}, for the median submission "
        f"({chosen['right'].name} and {chosen['wrong'].name}): wall-clock time by timers "
        "around the grader's functions, each charged what it takes itself. The timers "
        "inflate what is called often; the last line tells by how much in all.",
        "",
        *shares.table(gradus, chosen, times),
    ]


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
        "grader in one process. Each submission is marked, its pictures are drawn and its report "
        "is written, which the tables above leave out.",
        "",
        *tables.serial([small, large]),
        "## One process and two",
        "",
        f"One folder of {scale.pair} submissions, pictures and reports included; best of "
        f"{scale.pair_rounds}.",
        "",
        *tables.side_by_side(single, double),
    ]
    return rows, list(targets.of_runs(small, large, single, double))


def _say(what: str) -> None:
    print(f"{time.perf_counter() - STARTED:5.0f} s: {what}", file=sys.stderr, flush=True)
