"""The edits that may mend a student's function: what undoes a slip, the most common first.

The edits that make the mutants of a reference are among them, under the names of what they undo,
and those that put in what was left out. Two that come to the same statement are one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from grader.diagnosis.edits.around import inserted_statement
from grader.diagnosis.edits.change import COMPLETED, FURTHER, LAST, REPLACED, TAKEN_AWAY, Change
from grader.diagnosis.edits.expressions import edited, last_name, names_of
from grader.diagnosis.edits.inserts import inserted, kind_of_number
from grader.diagnosis.edits.kinds import SAYS, rank_of
from grader.diagnosis.edits.places import Place, places_of
from grader.diagnosis.edits.scope import Scope, is_text, scope_of
from grader.diagnosis.edits.statements import edited_statement, gone
from grader.diagnosis.edits.written import written

TIERS = (REPLACED, COMPLETED, TAKEN_AWAY, FURTHER, LAST)
# By the kind of the slip that an edit would be in a reference: what it says of the function that it
# mends, and how far it goes. Kinds that several are of are told apart below.
_UNDONE: dict[str, tuple[int, str]] = {
    "a call is missing": (TAKEN_AWAY, "extra call"),
    "a comparison": (REPLACED, "comparison"),
    "a condition": (TAKEN_AWAY, "condition"),
    "a function": (REPLACED, "function"),
    "a key": (REPLACED, "index"),
    "a range": (REPLACED, "range"),
    "a sign": (REPLACED, "extra sign"),
    "a statement is missing": (LAST, "left out"),
    "a term or factor is missing": (TAKEN_AWAY, "extra"),
    "a transpose": (REPLACED, "two transposes"),
    "a value is put in place of what was summed up": (REPLACED, "summed"),
    "an argument is missing": (TAKEN_AWAY, "extra argument"),
    "an index": (REPLACED, "index"),
    "another name of the same kind": (REPLACED, "sibling"),
    "results in another order": (REPLACED, "results"),
    "two in another order": (REPLACED, "order"),
}
# A list that is put into itself: NumPy never comes to the end of it.
_HOLDS_ITSELF = re.compile(r"\b(\w+)\.(append|insert|extend)\((\d+, )?\1\)")
_SIGNS = (ast.Add, ast.Sub)
_SCALES = (ast.Mult, ast.Div)


@dataclass(frozen=True)
class Mend:
    """One edit that may mend a statement: of what kind, on which line, before and after."""

    kind: str
    line: int
    old: str
    new: str

    @property
    def says(self) -> str:
        """What is wrong there, in a sentence."""
        return SAYS[self.kind]


@dataclass(frozen=True)
class Laid:
    """An edit that stands in the tree, and in which place."""

    mend: Mend
    place: Place
    change: Change


class Repairs:
    """The edits of one top-level statement, within these of its lines.

    The tree is changed while one of them is looked at, and is as before afterwards.
    """

    def __init__(self, statement: ast.stmt, lines: Collection[int]) -> None:
        self.root = ast.Module([statement], [])
        self._lines = lines
        self._scope = scope_of(statement)

    def of(self, tier: int, most: int) -> Iterator[Mend]:
        """Those that go so far, the most common first, as many as there may be at most."""
        for laid in self.laid(tier, most):
            yield laid.mend

    def laid(self, tier: int, most: int) -> Iterator[Laid]:
        """The same, with where each of them is."""
        found = [
            (rank_of(change.kind), number, place, change)
            for number, (place, change) in enumerate(self._changes)
            if change.tier == tier and _line(place, change) in self._lines
        ]
        found.sort(key=lambda one: one[:2])
        met: set[tuple[int, str]] = set()
        for _, _, place, change in found:
            for mend in self._laid(place, change, met):
                yield Laid(mend, place, change)
            if len(met) >= most:
                return

    def _laid(self, place: Place, change: Change, met: set[tuple[int, str]]) -> Iterator[Mend]:
        statement, line = place.statement(), _line(place, change)
        old = ast.unparse(statement)
        block = getattr(place.parent, place.field)
        before = [*block] if isinstance(block, list) else None
        if isinstance(change.new, list):
            assert before is not None
            assert place.index is not None
            block[place.index : place.index + change.width] = change.new
            new = "\n".join(ast.unparse(ast.fix_missing_locations(one)) for one in change.new)
        else:
            place.put(change.new)
            edited = place.statement()
            if isinstance(change.new, ast.stmt):  # Python writes none without a line
                ast.fix_missing_locations(ast.copy_location(edited, place.node))
            new = "" if gone(change.new) else ast.unparse(edited)
        try:
            key = id(statement), new
            if new != old and key not in met and not _HOLDS_ITSELF.search(new):
                met.add(key)
                told = change.told or (_head(old), _head(written(old, new)))
                yield Mend(change.kind, line, *told)
        finally:
            if before is not None:
                block[:] = before
            else:
                place.put(place.node)

    @cached_property
    def _changes(self) -> list[tuple[Place, Change]]:
        names = names_of(self.root)
        return [
            (place, change)
            for place in places_of(self.root)
            for change in _of_place(place, names, self._scope)
        ]


def _line(place: Place, change: Change) -> int:
    """Where what is changed begins, of a statement of several lines."""
    line: int = change.line or place.node.lineno
    return line


def _head(text: str) -> str:
    return text.partition("\n")[0]


def _of_place(place: Place, names: dict[str, set[str]], scope: Scope) -> Iterator[Change]:
    node = place.node
    if isinstance(node, ast.stmt):
        for slip, new in edited_statement(node, place):
            yield from _undone(slip, new, place)
        yield from inserted_statement(node, place, scope)
        return
    if isinstance(node, ast.BinOp | ast.Call) and is_text(node):
        return  # nobody reckons with texts
    for slip, new in edited(node, place, names):
        yield from _undone(slip, new, place)
    yield from inserted(node, place, scope)


def _undone(slip: str, new: ast.AST, place: Place) -> Iterator[Change]:
    """An edit under the name of the mistake that it mends."""
    match slip:
        case "a constant":
            yield from _constant(new, place)
        case "an operator":
            yield Change(REPLACED, _operator(place.node.op, new.op), new)  # type: ignore[attr-defined]
        case "two in another order" if isinstance(place.node, ast.Tuple) and place.inside(
            ast.Return
        ):
            yield Change(REPLACED, "results", new)
        case _ if slip in _UNDONE:
            tier, kind = _UNDONE[slip]
            yield Change(tier, kind, new)


def _constant(new: ast.AST, place: Place) -> Iterator[Change]:
    if isinstance(new, ast.Constant) and isinstance(new.value, bool):
        yield Change(REPLACED, "option", new)
    elif not (isinstance(place.node, ast.Call) and last_name(place.node.func) == "default_rng"):
        yield Change(REPLACED, kind_of_number(place), new)


def _operator(old: ast.operator, new: ast.operator) -> str:
    both = (old, new)
    if all(isinstance(one, _SIGNS) for one in both):
        return "sign"
    if all(isinstance(one, _SCALES) for one in both):
        return "divides"
    if all(isinstance(one, ast.MatMult | ast.Mult) for one in both):
        return "product"
    return "operator"
