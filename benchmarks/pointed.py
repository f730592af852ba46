"""How often a wrong function is told where it is wrong, rightly and wrongly, and what that costs.

Four kinds of wrong work: the misconceptions that change a line or a few (of which the name is not
told here), the proof's mutants, functions that people wrote from the handout alone
(`tests/golden/wrong`), of which nobody knows the line, and others of that kind whose wrong lines
are marked (`benchmarks/wrong`; a third have two mistakes). What the search takes is measured by
itself: in this process and in all that it started.

    python -m benchmarks.pointed [SLUG]... [--most 20] [--kinds mutants misconceptions golden]
    python -m benchmarks.pointed --most 0 --kinds mutants misconceptions --processes 2 --every 8
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks import under_test
from benchmarks.public import wrong_exercises
from benchmarks.spent import cpu_seconds
from grader.course import load_course
from grader.course.assignment import Assignment
from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.course.solution import function_span, region_lines
from grader.diagnosis import edits_of
from grader.marking import Marker
from grader.marking.repair import Found, Mending
from grader.preparation.kept import prepare_once
from grader.preparation.prepared import Prepared
from grader.results import ExerciseResult
from grader.sandbox import Limits, Sandbox, best_rung
from grader.submissions import Expected, Submission, read_source

OUT = Path(__file__).with_name("pointed.md")
WRITTEN = Path(__file__).with_name("wrong")
MARK = "# WRONG:"
KINDS = ("misconceptions", "mutants", "golden", "written")
HEAD = """# Where it is wrong

Made by `python -m benchmarks.pointed`, at rung {rung}. Of the misconceptions (their names not told)
and of {most} mutants of each assignment{taken}: the share of which the line told is the one
that was changed, another one, or none. Of the golden wrong functions: a known misconception is
named, a line is told, or only what was seen. Of those written since: as of both. *More* is
processor time of the search in ms, of those that were searched: median and largest. They are
marked one after the other, as those of a class: what right code works out on the way is worked out
for the first of them.

| assignment | kind | of | at the line | at another | at none | named | more | largest |
|---|---|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass(frozen=True)
class Wrong:
    """One wrong function: in which source, and on which lines, if that is known."""

    name: str
    exercise: str
    source: str
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What was told of it."""

    name: str
    exercise: str
    told: str
    lines: tuple[int, ...]
    kinds: tuple[str, ...]
    changed: tuple[int, ...]
    milliseconds: float
    edits: tuple[str, ...]
    said: tuple[str, ...] = ()


class Searching:
    """Adds up what all searches take meanwhile, of this process and those below it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._found = Mending.found

    def __enter__(self) -> Searching:
        def found(mending: Mending) -> Found:
            before = cpu_seconds()
            try:
                return self._found(mending)
            finally:
                self.seconds += cpu_seconds() - before

        Mending.found = found  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        Mending.found = self._found  # type: ignore[method-assign]


class _Nameless:
    """Knows no mistake by name."""

    def names(self, *_: object) -> tuple[()]:
        return ()


def misconceptions(assignment: Assignment) -> Iterator[Wrong]:
    """Those that are a change of some lines of the reference."""
    for one in misconceptions_of(assignment):
        lines = changed_lines(assignment.reference, one.source)
        if len(lines) <= 4:
            yield Wrong(one.id, one.exercise, one.source, lines)


def mutants(assignment: Assignment, most: int) -> list[Wrong]:
    """Some from all over the assignment."""
    source = assignment.reference
    found = []
    for exercise in assignment.exercises:
        start, end = function_span(source, exercise)
        before = source.count("\n", 0, start)
        lines = {number - before for number in region_lines(source) if number > before}
        plain = ast.unparse(ast.parse(source[start:end]))
        whole = f"{source[:start]}{plain}\n{source[end:]}"
        for number, edit in enumerate(edits_of(source[start:end], lines)):
            mutated = f"{source[:start]}{edit.source}\n{source[end:]}"
            name = f"{exercise} {number}: {edit.old} -> {edit.new}"
            found.append(Wrong(name, exercise, mutated, changed_lines(whole, mutated)))
    step = max(1, len(found) / most) if most else 1
    most = most or len(found)
    return [found[int(place * step)] for place in range(min(most, len(found)))]


def changed_lines(before: str, after: str) -> frozenset[int]:
    """The lines of a text that another one has not; where some are missing, those around."""
    found: set[int] = set()
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    for what, _, _, first, last in matcher.get_opcodes():
        if what == "delete":
            found |= {first, first + 1}
        elif what != "equal":
            found |= {*range(first + 1, last + 1)}
    return frozenset(found)


def written(assignment: Assignment, most: int) -> Iterator[Wrong]:
    """The functions whose wrong lines are marked, each in the reference's place."""
    source = assignment.reference
    paths = sorted((WRITTEN / assignment.slug).glob("*.py"))
    most = most or len(paths)
    step = max(1.0, len(paths) / most)
    for path in (paths[int(place * step)] for place in range(min(most, len(paths)))):
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        exercise = head.removeprefix("# exercise:").strip()
        start, end = function_span(source, exercise)
        before = source.count("\n", 0, start)
        marked = frozenset(before + n for n, line in enumerate(lines, start=1) if MARK in line)
        text = "\n".join(line.partition(MARK)[0].rstrip() for line in lines)
        yield Wrong(path.stem, exercise, f"{source[:start]}{text}\n{source[end:]}", marked)


def around(source: str, lines: frozenset[int]) -> frozenset[int]:
    """These lines, and where the innermost statements begin that they are of."""
    found = {*lines}
    for line in lines:
        inside = [
            node
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        if inside:
            innermost = min(inside, key=lambda one: (one.end_lineno or 0) - one.lineno)
            if not isinstance(innermost, ast.FunctionDef):
                found |= {innermost.lineno}
                if not isinstance(innermost, ast.For | ast.While | ast.If | ast.With):
                    found |= {*range(innermost.lineno, (innermost.end_lineno or 0) + 1)}
    return frozenset(found)


class Tries:
    """Marks wrong functions of an assignment one after the other, as those of a class: what is
    worked out once for all is. By their `names` or not.
    """

    def __init__(self, prepared: Prepared, sandbox: Sandbox, *, names: bool = False) -> None:
        self._prepared = prepared
        self._sandbox = sandbox
        self._names = names
        self._markers: dict[str, Marker] = {}

    def tried(self, wrong: Wrong) -> Outcome | None:
        """What is told of one function, or None where no check sees that it is wrong."""
        submission = Submission("ada", self._prepared.assignment.slug, wrong.source)
        with Searching() as searching:
            report = self._marker(wrong.exercise).mark(submission)
        result = next(one for one in report.exercises if one.name == wrong.exercise)
        if result.score == result.max_score or report.status != "graded":
            return None
        return outcome(wrong, result, searching.seconds)

    def _marker(self, exercise: str) -> Marker:
        if exercise not in self._markers:
            prepared = self._prepared
            only = tuple(one for one in prepared.checks if one.check.exercise == exercise)
            checks = tuple(one.check for one in only)
            assignment = replace(prepared.assignment, checks=checks)
            alone = replace(prepared, assignment=assignment, checks=only)
            made = self._markers[exercise] = Marker(alone, self._sandbox)
            if not self._names:
                made._mistakes = _Nameless()  # type: ignore[assignment]
        return self._markers[exercise]


def outcome(wrong: Wrong, result: ExerciseResult, seconds: float) -> Outcome:
    """What a result tells of a wrong function."""
    lines = tuple(one.line for one in result.repairs if one.line is not None)
    told = "none"
    if result.misconception:
        told = "named"
    elif lines:
        right = around(wrong.source, wrong.lines)
        told = "line" if not wrong.lines or {*lines} <= right else "another"
    return Outcome(
        wrong.name,
        wrong.exercise,
        told,
        lines,
        tuple(one.kind for one in result.repairs),
        tuple(sorted(wrong.lines)),
        1000 * seconds,
        tuple(f"{one.old} -> {one.new}" for one in result.repairs),
        tuple(
            text
            for text in (
                result.known_mistake,
                *(
                    f"{one.title}: {one.message} {one.cause}".strip()
                    for one in result.checks
                    if one.verdict != "passed"
                ),
            )
            if text
        ),
    )


def golden(prepared: Prepared, sandbox: Sandbox, most: int) -> Iterator[Outcome]:
    """What is told of the functions that people wrote."""
    slug, spec = prepared.assignment.slug, prepared.assignment.spec
    folder = under_test.home() / "tests" / "golden" / "wrong" / slug
    for path in sorted(folder.glob("*.py"))[: most or None]:
        text = path.read_text(encoding="utf-8")
        expected = wrong_exercises(text)
        submission = read_source(path, Expected(slug, spec.module))
        with Searching() as searching:
            report = Marker(prepared, sandbox).mark(submission)
        for one in report.exercises:
            if one.name in expected:
                wrong = Wrong(path.name, one.name, text)
                yield outcome(wrong, one, searching.seconds)


def row(slug: str, kind: str, found: Sequence[Outcome]) -> str:
    """A row of the table."""
    told = Counter(one.told for one in found)
    more = [one.milliseconds for one in found if one.told != "named"] or [0.0]
    shares = [told["line"], told["another"], told["none"], told["named"]]
    cells = [slug, kind, len(found), *shares, f"{statistics.median(more):.0f}", f"{max(more):.0f}"]
    return f"| {' | '.join(map(str, cells))} |"


def measured(
    slug: str, kinds: Sequence[str], most: int, every: int = 1
) -> dict[str, list[Outcome]]:
    """What is told of each kind of wrong work of an assignment; of `every` so many of what is made
    by machine.
    """
    assignment = load(under_test.home(), slug)
    prepared = prepare_once(assignment)
    memory = assignment.spec.limits.memory_mb << 20
    found: dict[str, list[Outcome]] = {}
    with Sandbox(best_rung(allow_unsafe=False), Limits(memory_bytes=memory)) as sandbox:
        for kind in kinds:
            if kind == "golden":
                found[kind] = [*golden(prepared, sandbox, most)]
                continue
            if kind == "misconceptions":
                some = [*misconceptions(assignment)][::every]
            elif kind == "mutants":
                some = mutants(assignment, 0)[::every] if every > 1 else mutants(assignment, most)
            else:
                some = [*written(assignment, most)]
            tries = Tries(prepared, sandbox, names=kind == "written")
            outcomes = [tries.tried(one) for one in some[: most or None]]
            found[kind] = [one for one in outcomes if one is not None]
    return found


def main() -> None:
    """Print the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pointed", description=__doc__)
    parser.add_argument("slugs", nargs="*", help="assignments; default: all of the course")
    parser.add_argument("--most", type=int, default=20, help="functions of each kind; 0: all")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--every", type=int, default=1, help="misconceptions and mutants: each Nth")
    parser.add_argument("--processes", type=int, default=1, help="assignments at the same time")
    parser.add_argument("--details", type=Path, help="a file of JSON, one function a line")
    options = parser.parse_args()
    slugs = options.slugs or load_course(under_test.home()).slugs()
    text = HEAD.format(
        rung=best_rung(allow_unsafe=False),
        most=options.most or "all",
        taken=f", one in {options.every} of both" if options.every > 1 else "",
    )
    print(text, end="", flush=True)
    every: dict[str, list[Outcome]] = {}
    with ProcessPoolExecutor(options.processes) as pool:
        asked = [
            pool.submit(measured, slug, options.kinds, options.most, options.every)
            for slug in slugs
        ]
        for slug, answer in zip(slugs, asked, strict=True):
            for kind, found in answer.result().items():
                every.setdefault(kind, []).extend(found)
                line = row(slug, kind, found)
                print(line, flush=True)
                text += line + "\n"
                if options.details:
                    with options.details.open("a", encoding="utf-8") as file:
                        for one in found:
                            told = {"slug": slug, "of": kind, **asdict(one)}
                            file.write(json.dumps(told) + "\n")
    for kind, found in every.items():
        line = row("**all**", kind, found)
        print(line)
        text += line + "\n"
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
