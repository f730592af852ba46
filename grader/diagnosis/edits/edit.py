"""All edits of one function: at each place, what the operators make of what stands there."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from grader.diagnosis.edits.expressions import edited, names_of
from grader.diagnosis.edits.places import Place, places_of
from grader.diagnosis.edits.statements import edited_statement, gone


@dataclass(frozen=True)
class Edit:
    """One edit: of what kind, on which line, the statement before and after, and the function.

    Of a statement that holds others only its first line is told. `source` is the whole
    function (or class), written anew.
    """

    kind: str
    line: int
    old: str
    new: str
    source: str


def edits_of(source: str, lines: Collection[int] | None = None) -> Iterator[Edit]:
    """The edits of the function (or class) that `source` defines, within these of its lines.

    Two edits that come to the same code are one. Docstrings and annotations stay.
    """
    (function,) = ast.parse(source).body
    known = {ast.unparse(function)}
    names = names_of(function)
    for place in places_of(function):
        node = place.node
        if lines is not None and node.lineno not in lines:
            continue
        old = _told(place)
        if isinstance(node, ast.stmt):
            changes: Iterator[tuple[str, ast.AST]] = edited_statement(node, place)
        else:
            changes = edited(node, place, names)
        for kind, new in changes:
            place.put(new)
            text = ast.unparse(ast.fix_missing_locations(function))
            if text not in known:
                known.add(text)
                yield Edit(kind, node.lineno, old, "" if gone(new) else _told(place), text)
        place.put(node)


def _told(place: Place) -> str:
    """The statement that a place lies in, in one line: of one that holds others, the first."""
    return ast.unparse(place.statement()).partition("\n")[0]
