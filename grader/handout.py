"""From solutions to what students get: the stub of a solution.

Stripping is a pure function on text. It refuses what it does not understand: a solution
line left in a handout can't be taken back.
"""

from __future__ import annotations

import ast

from grader.assignments import BEGIN, END
from grader.errors import CourseInvalid


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
