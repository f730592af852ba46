"""Where in a function something can be put in another's place."""

from __future__ import annotations

import ast
import copy
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

# Fields that hold no code of the function's: what stands in them says nothing of its results.
_SILENT = frozenset(["annotation", "returns", "type_comment", "decorator_list", "type_params"])


@dataclass(frozen=True)
class Place:
    """A node's place in its parent; `above` are the places around it, the nearest last."""

    parent: ast.AST
    field: str
    index: int | None
    node: Any
    above: tuple[Place, ...]

    def put(self, node: ast.AST) -> None:
        """Let `node` stand here."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    def statement(self) -> ast.AST:
        """The innermost statement that this lies in, as it stands now."""
        nearest = next(
            place for place in (self, *self.above[::-1]) if isinstance(place.node, ast.stmt)
        )
        found: ast.AST = (
            getattr(nearest.parent, nearest.field)
            if nearest.index is None
            else getattr(nearest.parent, nearest.field)[nearest.index]
        )
        return found

    def inside(self, kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> bool:
        """Whether the node lies directly in one of this kind."""
        return isinstance(self.parent, kind)


def places_of(function: ast.AST, above: tuple[Place, ...] = ()) -> Iterator[Place]:
    """The places of all expressions and statements below `function`, from the outside in."""
    for field, value in ast.iter_fields(function):
        if field in _SILENT or isinstance(value, ast.expr_context | ast.operator):
            continue
        if field == "args" and isinstance(value, ast.arguments):
            continue  # defaults are part of what is given
        if isinstance(function, ast.Raise):
            continue  # the words of an error are free
        nodes = value if isinstance(value, list) else [value]
        for index, node in enumerate(nodes):
            if not isinstance(node, ast.AST) or _is_docstring(function, field, index, node):
                continue
            if isinstance(node, ast.expr | ast.stmt):
                place = Place(
                    function, field, index if isinstance(value, list) else None, node, above
                )
                yield place
                yield from places_of(node, (*above, place))
            else:
                yield from places_of(node, above)


def _is_docstring(parent: ast.AST, field: str, index: int, node: ast.AST) -> bool:
    return (
        field == "body"
        and index == 0
        and isinstance(parent, ast.FunctionDef | ast.ClassDef)
        and isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def changed(node: ast.AST, **fields: Any) -> ast.AST:
    """Another node like this one but for these fields."""
    made = copy.copy(node)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def copied(node: Any, kept: Container[int] = ()) -> Any:
    """A copy of a node, or of a list of some, and of all below but for those of the `kept` numbers
    (`copy.deepcopy` takes ten times as long).
    """
    if isinstance(node, list):
        return [copied(one, kept) for one in node]
    if not isinstance(node, ast.AST) or isinstance(node, ast.expr_context | ast.operator):
        return node
    if id(node) in kept:
        return node
    made = type(node).__new__(type(node))
    for name, value in vars(node).items():
        setattr(made, name, copied(value, kept))
    return made
