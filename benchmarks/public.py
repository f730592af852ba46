"""How much wrong work passes all public checks, so that its author learns of it from marks alone.

Of the golden wrong files, which people wrote from the handouts (`tests/golden/wrong`), each one's
first line names the exercises that it gets wrong. A file passes if all public checks of all of
these exercises do; an exercise of it passes if its own do.

    python -m benchmarks.public [SLUG]...
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import under_test
from grader.course import load_course
from grader.course.assignment import Assignment
from grader.course.load import load
from grader.marking import Marker
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox, best_rung
from grader.submissions import Expected, read_source

OUT = Path(__file__).with_name("public.md")
HEAD = """# What public checks let through

Made by `python -m benchmarks.public`, at rung {rung}. Of the golden wrong files of each assignment
(`tests/golden/wrong`; all of them lose points by hidden checks or public ones): those that pass all
public checks of the exercises that they get wrong, then the same for each exercise by itself.

| assignment | files | pass | share | exercises | pass | share |
|---|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Tried:
    """One wrong file: of the exercises that it gets wrong, whether all public checks passed."""

    name: str
    passed: dict[str, bool]


def wrong_exercises(source: str) -> list[str]:
    """What a golden wrong file says on its first line that it gets wrong."""
    first = source.partition("\n")[0]
    return first.removeprefix("# expect: ").removesuffix(" loses").split(", ")


def public_of(assignment: Assignment) -> Assignment:
    """The assignment with its public checks alone."""
    return replace(assignment, checks=tuple(one for one in assignment.checks if one.public))


def tried(assignment: Assignment, paths: Sequence[Path]) -> Iterator[Tried]:
    """What the public checks make of wrong files. Raises SystemExit for one that is not marked."""
    prepared = prepare(public_of(assignment))
    expected = Expected(assignment.slug, assignment.spec.module)
    memory = assignment.spec.limits.memory_mb << 20
    with Sandbox(best_rung(allow_unsafe=False), Limits(memory_bytes=memory)) as sandbox:
        marker = Marker(prepared, sandbox, mends=False)
        for path in paths:
            wrong = wrong_exercises(path.read_text(encoding="utf-8"))
            report = marker.mark(read_source(path, expected))
            if report.status != "graded":
                raise SystemExit(f"{path}: {report.status}: {report.problem}")
            passed = {
                one.name: all(check.verdict == "passed" for check in one.checks)
                for one in report.exercises
                if one.name in wrong
            }
            yield Tried(path.stem, passed)


def golden(slug: str) -> list[Path]:
    """The wrong files of an assignment, but for those that take minutes."""
    return sorted((under_test.home() / "tests" / "golden" / "wrong" / slug).glob("*.py"))


def row(slug: str, found: Sequence[Tried]) -> str:
    """A row of the table."""
    files = [all(one.passed.values()) for one in found]
    exercises = [passed for one in found for passed in one.passed.values()]
    cells: list[object] = [slug]
    for of in (files, exercises):
        share = f"{100 * sum(of) / len(of):.0f} %" if of else ""
        cells += [len(of), sum(of), share]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print the table, with the names of those that pass, and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="assignments; default: all of the course")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    slugs = options.slugs or load_course(under_test.home()).slugs()
    text = HEAD.format(rung=best_rung(allow_unsafe=False))
    print(text, end="", flush=True)
    every: list[Tried] = []
    for slug in slugs:
        found = [*tried(load(under_test.home(), slug), golden(slug))]
        every += found
        line = row(slug, found)
        print(line, *(one.name for one in found if all(one.passed.values())), flush=True)
        text += line + "\n"
    line = row("**all**", every)
    print(line)
    options.out.write_text(f"{text}{line}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
