"""The text of a solution: its regions, its functions, and the stub that is left without them.

A mark of a region that is not understood is an error: taken for a comment, it would leave
the solution in the handout.
"""

from __future__ import annotations

import ast
import functools
import re

from grader.course.assignment import Assignment
from grader.errors import CourseInvalid

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
_NEARLY = re.compile(r"#\s*(BEGIN|END)\s+SOLUTION", re.IGNORECASE)


def overridden(reference: str, source: str) -> str:
    """`source` laid over the reference: what it defines wins, the rest stays."""
    lines = source.splitlines(keepends=True)
    # Python wants these first in a file.
    future = [line for line in lines if line.startswith("from __future__ ")]
    rest = [line for line in lines if not line.startswith("from __future__ ")]
    return "".join([*future, reference, "\n\n", *rest])


def accepted_of(assignment: Assignment) -> dict[str, str]:
    """Right solutions in other styles: file name → source (over the reference's)."""
    return {
        path.name: overridden(assignment.reference, path.read_text(encoding="utf-8"))
        for path in sorted((assignment.folder / "accepted").glob("*.py"))
    }


@functools.lru_cache(maxsize=2)
def _definitions(source: str) -> tuple[ast.stmt, ...]:
    """A source's top-level statements; each known mistake asks for those of the reference."""
    return tuple(ast.parse(source).body)


def function_span(source: str, name: str) -> tuple[int, int]:
    """First and one-past-last character of a top-level definition. Raises `LookupError`."""
    lines = source.splitlines(keepends=True)
    for node in _definitions(source):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            start = sum(map(len, lines[: node.lineno - 1]))
            return start, start + sum(map(len, lines[node.lineno - 1 : node.end_lineno]))
    raise LookupError(name)


def stub(source: str, name: str) -> str:
    """The solution `source` with each region replaced by `raise NotImplementedError`.

    `name` is the file's name for messages. Raises `CourseInvalid` for unbalanced or nested
    regions, a file without any, and a result that does not compile.
    """
    kept: list[str] = []
    opened: int | None = None
    regions = 0
    for number, line in enumerate(source.splitlines(), start=1):
        mark = line.strip()
        if mark == BEGIN:
            if opened is not None:
                raise CourseInvalid(
                    f"{name}: line {number} begins a solution region inside the one that began "
                    f"at line {opened}; end that one first with `{END}`."
                )
            opened = number
            regions += 1
            kept.append(line[: len(line) - len(line.lstrip())] + "raise NotImplementedError")
        elif mark == END:
            if opened is None:
                raise CourseInvalid(
                    f"{name}: line {number} ends a solution region that never began; put "
                    f"`{BEGIN}` before it or remove it."
                )
            opened = None
        elif _NEARLY.search(line):
            raise CourseInvalid(
                f"{name}: line {number} looks like the mark of a solution region and is none; "
                f"write `{BEGIN}` or `{END}` on a line of its own, or reword it."
            )
        elif opened is None:
            kept.append(line)
    if opened is not None:
        raise CourseInvalid(
            f"{name}: the solution region of line {opened} never ends; add `{END}`."
        )
    if not regions:
        raise CourseInvalid(
            f"{name} has no solution region; mark each body with `{BEGIN}` and `{END}`."
        )
    stripped = "\n".join(kept) + "\n"
    try:
        ast.parse(stripped)
    except SyntaxError as fault:
        raise CourseInvalid(
            f"{name}: without its solution regions line {fault.lineno} is not valid Python "
            f"({fault.msg}); let a region hold whole statements."
        ) from fault
    return stripped


def region_lines(source: str) -> set[int]:
    """The numbers of the lines inside the solution regions."""
    found, inside = set(), False
    for number, line in enumerate(source.splitlines(), start=1):
        mark = line.strip()
        if mark in (BEGIN, END):
            inside = mark == BEGIN
        elif inside:
            found.add(number)
    return found


def solution_lines(source: str) -> list[str]:
    """The lines inside the solution regions."""
    lines = source.splitlines()
    return [lines[number - 1] for number in sorted(region_lines(source))]


def stub_of(assignment: Assignment) -> str:
    """The assignment's stub. Raises `CourseInvalid`, also for an exercise without a region."""
    name = f"solutions/{assignment.solution.name}"
    stripped = stub(assignment.reference, name)
    for exercise in assignment.spec.exercises:
        try:
            start, end = function_span(assignment.reference, exercise.name)
        except LookupError:
            raise CourseInvalid(
                f"{name} defines no {exercise.name}, which assignment.toml lists as an exercise; "
                "write it or take it off the list."
            ) from None
        if BEGIN not in assignment.reference[start:end]:
            raise CourseInvalid(
                f"{name}: {exercise.name} has no solution region, so the handout would hold its "
                f"solution; mark its body with `{BEGIN}` and `{END}`."
            )
    return stripped
