"""The lines of an exercise that may be told when it raises on hidden inputs.

A function sees its inputs, and can choose by them at which line it raises: in a file of 200,000
lines that tells 17 bits. So only the first few lines of its own and of what it names are told.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator, Mapping

# With none that is 64 values, 6 bits. A function of the course and its helpers have fewer.
MOST_LINES = 63


def lines_told(parts: Mapping[ast.stmt, tuple[ast.AST, ...]], exercise: str) -> frozenset[int]:
    """The lines of the exercise, then of what it names, then of what runs when the file is loaded.

    `parts` maps each top-level statement to all the nodes in it.
    """
    found: dict[int, None] = {}
    for part in _nearest(parts, exercise):
        lines = {line for node in part if (line := getattr(node, "lineno", None)) is not None}
        found |= dict.fromkeys(sorted(lines))
        if len(found) >= MOST_LINES:
            break
    return frozenset(list(found)[:MOST_LINES])


def _nearest(
    parts: Mapping[ast.stmt, tuple[ast.AST, ...]], exercise: str
) -> Iterator[tuple[ast.AST, ...]]:
    """The parts that define the exercise, then what it names, and then all others that run."""
    named: dict[str, list[ast.stmt]] = {}
    others = []
    for statement in parts:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            named.setdefault(statement.name, []).append(statement)
        else:
            others.append(statement)
    waiting, met = deque([exercise]), {exercise}
    while waiting:
        # The last definition is the one that counts.
        for statement in reversed(named.get(waiting.popleft(), [])):
            yield parts[statement]
            for node in parts[statement]:
                if isinstance(node, ast.Name) and node.id in named and node.id not in met:
                    met.add(node.id)
                    waiting.append(node.id)
    for statement in others:
        yield parts[statement]
