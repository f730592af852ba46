"""A class in which many functions are equal, written differently: each piece of code costs once.

Half of it is right work in one way or another, the rest has one known mistake; each student's file
is laid out and commented in its own way. It is marked with and without what is known of equal
code, once more after every tenth student changed one function, and at the floor.

    python -m benchmarks.alike [SLUG]... [--most 300]
"""

from __future__ import annotations

import argparse
import ast
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import direct, under_test
from benchmarks.classes import Work, right_ones, wrong_ones
from benchmarks.spent import cpu_seconds
from grader.course.load import load
from grader.marking import Marker, Remembered, Store
from grader.preparation.prepare import prepare
from grader.results import Report
from grader.sandbox import Sandbox, best_rung
from grader.submissions import Submission

OUT = Path(__file__).with_name("alike.md")
HEAD = """# Equal code once

Made by `python -m benchmarks.alike`: a class in which half of the work is right and the rest has
one known mistake each, every file laid out in its own way."""
CHANGED = 10  # one in so many changes a function


def written(source: str, hand: random.Random) -> str:
    """The same code as somebody else would write it down."""
    tree = ast.parse(source)
    lines: list[str] = []
    for statement in tree.body:
        text = (
            ast.unparse(statement)
            if hand.random() < 0.5
            else ast.get_source_segment(source, statement)
        )
        decorators = getattr(statement, "decorator_list", [])
        if decorators:
            text = ast.unparse(statement)
        lines += ["\n" * hand.randrange(3), f"# {hand.random()}", str(text)]
    return "\n".join(lines) + "\n"


def students(right: Sequence[Work], wrong: Sequence[Work], most: int) -> list[Work]:
    """A class of so many, the same at every call."""
    hand = random.Random(3)
    found = []
    for number in range(most):
        works = right if hand.random() < 0.5 else wrong
        # The way in which most people write it comes first.
        place = min(int(hand.expovariate(0.5)), len(right) - 1) if works is right else None
        work = works[place] if place is not None else hand.choice(works)
        found.append(replace(work, name=f"s{number}", source=written(work.source, hand)))
    return found


def measured(slug: str, most: int) -> list[str]:
    """The lines of a table: processor time for each submission, and how it compares."""
    assignment = load(under_test.home(), slug)
    prepared = prepare(assignment)
    right, wrong = right_ones(assignment), wrong_ones(assignment)
    works = students(right, wrong, most)
    hand = random.Random(4)
    later = [
        replace(one, source=written(hand.choice(wrong).source, hand))
        if number % CHANGED == 0
        else one
        for number, one in enumerate(works)
    ]
    rows = []
    with Sandbox(best_rung(allow_unsafe=False)) as sandbox:
        store = Store()

        def marker(marked: Store | None) -> Marker:
            return Marker(prepared, sandbox, remembered=Remembered(marked=marked))

        def run(what: str, one: Marker, which: Sequence[Work]) -> tuple[float, list[Report]]:
            before = cpu_seconds()
            reports = [
                one.mark(Submission(student=work.name, assignment=slug, source=work.source))
                for work in which
            ]
            spent = (cpu_seconds() - before) / len(which)
            known = sum(exercise.reused for one in reports for exercise in one.exercises)
            every = sum(len(one.exercises) for one in reports)
            rows.append([what, f"{1000 * spent:.0f} ms", f"{100 * known / every:.0f} %"])
            return spent, reports

        before = cpu_seconds()
        for work in works:
            direct.mark(prepared, work.source)
        floor = (cpu_seconds() - before) / len(works)
        run("warming up", marker(None), works[: len(works) // 10])
        rows.clear()
        fresh, alone = run("each by itself", marker(None), works)
        first, together = run("equal code once", marker(store), works)
        again, _ = run("the same class again", marker(store), works)
        second, _ = run(f"one in {CHANGED} with a function changed", marker(store), later)
        # As where the author mends a check: what this exercise's marks follow from is another.
        exercise = assignment.exercises[len(assignment.exercises) // 2]
        digests = {**assignment.exercise_digests, exercise: "mended"}
        prepared = replace(prepared, assignment=replace(assignment, exercise_digests=digests))
        mended, _ = run(f"a check of {exercise} changed", marker(store), works)
    differ = sum(one.score != other.score for one, other in zip(alone, together, strict=True))
    told = [
        f"{len(works)} submissions of {slug}; scores that differ with and without: {differ}.",
        "",
        "| | processor time each | marked before | against each by itself | against the floor |",
        "|---|---|---|---|---|",
    ]
    for (what, each, known), spent in zip(rows, (fresh, first, again, second, mended), strict=True):
        told.append(f"| {what} | {each} | {known} | {spent / fresh:.2f} | {spent / floor:.2f} |")
    told.append(
        f"| floor: one process, no isolation | {1000 * floor:.0f} ms | | {floor / fresh:.2f} | 1 |"
    )
    return told


def main() -> None:
    """Print the tables and write them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alike", description=__doc__)
    parser.add_argument("slugs", nargs="*", default=["c1_logistic_regression"])
    parser.add_argument("--most", type=int, default=300, help="submissions of a class")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    tables = [HEAD, *("\n".join(measured(slug, options.most)) for slug in options.slugs)]
    options.out.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    print("\n\n".join(tables))


if __name__ == "__main__":
    main()
