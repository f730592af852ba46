"""One function with all its edits in it, each behind a switch: compiled once, and any may be on.

To turn an edit on takes a microsecond, to compile and send it a millisecond. So what hundreds of
edits do, or thousands of pairs of them, is learnt from one function. After mutant schemata (Untch,
Offutt and Harrold, ISSTA 1993).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from grader.diagnosis.edits.change import Change
from grader.diagnosis.edits.places import Place, copied
from grader.diagnosis.edits.repairs import TIERS, Laid, Mend, Repairs

# What the code of a function reads then: which switches are on; and what it calls in each round of
# a loop, which an edit may have made endless.
ON, TICK = "_gradus_on_", "_gradus_tick_"
# An edit of a whole function is a function beside it, of a name that begins so.
WHOLE = "_gradus_whole_"
# The part of a statement that holds others which is an expression.
_HEADS: dict[type[ast.AST], str] = {ast.For: "iter", ast.While: "test", ast.If: "test"}
_LOOPS = (ast.For, ast.While)


@dataclass(frozen=True)
class Switch:
    """An edit behind the switch of this number.

    Its statements have switches of their own, the `slots`, which are on where one of their edits
    is; two edits that share one cannot both be on. A whole function has none.
    """

    number: int
    tier: int
    mend: Mend
    slots: tuple[int, ...] = ()


def switched(
    statement: ast.stmt, lines: Collection[int], most: Sequence[int], first: int = 0
) -> tuple[ast.Module, list[Switch], int]:
    """The statement with its edits, as many of each tier as `most` says, their switches, numbered
    from `first` on, and the number after the last.
    """
    edits = Repairs(statement, lines)
    found = _Found(edits.root, first)
    for tier in TIERS:
        for laid in edits.laid(tier, most[tier]):
            found.add(laid, tier)
    root = _Switching(found).visit(edits.root)
    root.body += found.wholes
    for node in ast.walk(root):
        if isinstance(node, _LOOPS):
            node.body.insert(0, ast.Expr(ast.Call(ast.Name(TICK, ast.Load()), [], [])))
    return root, found.switches, found.next


# What stands in place of something while the switch of this number is on.
_Alternate = tuple[int, Any]


class _Found:
    """The edits so far: what each puts where."""

    def __init__(self, root: ast.Module, first: int) -> None:
        self._root = root
        # A block that an edit has changed does not say what stood there.
        self._after = {
            id(one): other
            for node in ast.walk(root)
            for block in _blocks(node)
            for one, other in pairwise(block)
        }
        # Statements without loops, which may stand with their own switches in another's alternate:
        # a loop would be there as often as there are ways to put it.
        self._plain = frozenset(
            id(node)
            for node in ast.walk(root)
            if isinstance(node, ast.stmt)
            and not any(isinstance(one, (*_LOOPS, ast.FunctionDef)) for one in ast.walk(node))
        )
        self.next = first
        self.switches: list[Switch] = []
        self.wholes: list[ast.stmt] = []
        self.slots: dict[int, int] = {}  # by what stands there
        self.alternates: dict[int, list[_Alternate]] = {}

    def add(self, laid: Laid, tier: int) -> None:
        """Note an edit that stands in the tree."""
        number = self._numbered()
        spots = _spots(laid.place, laid.change, self._after)
        slots = []
        for node, new in spots:
            if id(node) not in self.slots:
                self.slots[id(node)] = self._numbered()
            slots.append(self.slots[id(node)])
            # An edit within a statement has changed that. What is moved is gone from where it was,
            # and must not be gone from where it is; its inside is as before.
            moved = {id(one) for one, _ in spots}
            kept = () if isinstance(laid.place.node, ast.expr) else self._plain - moved
            self.alternates.setdefault(id(node), []).append((number, copied(new, kept)))
        if not spots:
            whole = copied(self._root.body[0])
            whole.name = f"{WHOLE}{number}"
            self.wholes.append(whole)
        self.switches.append(Switch(number, tier, laid.mend, tuple(slots)))

    def _numbered(self) -> int:
        self.next += 1
        return self.next - 1


def _blocks(node: ast.AST) -> list[list[ast.stmt]]:
    blocks = (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
    return [one for one in blocks if isinstance(one, list)]


# What is replaced, a statement or its head, and what stands there: statements, or an expression.
_Spot = tuple[ast.AST, Any]


def _spots(place: Place, change: Change, after: dict[int, ast.stmt]) -> list[_Spot]:
    """What an edit puts where; nothing where it is none of a statement or of its head."""
    if isinstance(change.new, list):
        spots: list[_Spot] = [(place.node, change.new)]
        for _ in range(change.width - 1):
            spots.append((after[id(spots[-1][0])], []))
        return spots
    around = next(one for one in (place, *place.above[::-1]) if isinstance(one.node, ast.stmt))
    old, new = around.node, around.statement()
    if isinstance(old, ast.FunctionDef | ast.ClassDef):
        return []
    head = _HEADS.get(type(old))
    if head is None:
        return [(old, [new])]
    if around is place:  # another statement: of the same body, if only its head is edited
        same = type(new) is type(old) and all(
            getattr(new, field) is getattr(old, field) for field in old._fields if field != head
        )
        was, now = getattr(old, head), getattr(new, head, None)
        return [(was, now)] if same else [(old, [new])]
    inner = next(one for one in (place, *place.above[::-1]) if one.parent is old)
    if inner.field != head:
        return []
    return [(inner.node, getattr(old, head))]


class _Switching(ast.NodeTransformer):
    """Puts the alternates behind their switches."""

    def __init__(self, found: _Found) -> None:
        self._found = found
        self._made: dict[int, ast.AST] = {}

    def visit(self, node: ast.AST) -> Any:
        """The node, what lies in it first; the same each time."""
        if id(node) in self._made:
            return self._made[id(node)]
        if not isinstance(node, ast.stmt | ast.expr):
            return super().generic_visit(node)
        self._made[id(node)] = node  # within its own alternates it stands as it is
        made = self._switched(node, self._found.alternates.get(id(node), ()))
        self._made[id(node)] = made
        return made

    def _switched(self, node: ast.AST, alternates: Sequence[_Alternate]) -> ast.AST:
        kept = super().generic_visit(node)
        if not alternates:
            return kept
        # Where none is on, all of them cost one look.
        is_any = _is_on(self._found.slots[id(node)])
        if isinstance(kept, ast.expr):
            *others, (_, chain) = alternates
            for number, new in reversed(others):
                chain = ast.copy_location(ast.IfExp(_is_on(number), new, chain), node)
            return ast.copy_location(ast.IfExp(is_any, chain, kept), node)
        assert isinstance(kept, ast.stmt)
        block: list[ast.stmt] = []
        for number, new in reversed(alternates):
            body = [self.visit(one) for one in new]
            one = ast.If(_is_on(number), body or [ast.Pass()], block)
            block = [ast.copy_location(one, node)]
        return ast.copy_location(ast.If(is_any, block, [kept]), node)


def _is_on(number: int) -> ast.expr:
    return ast.Subscript(ast.Name(ON, ast.Load()), ast.Constant(number), ast.Load())
