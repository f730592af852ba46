"""One edit that may mend something, and the pieces that such edits are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.diagnosis.edits.places import changed
from grader.diagnosis.edits.scope import Scope, attribute_of

# How far from what stands there: replaced, completed, taken away, anything else, and no statement.
REPLACED, COMPLETED, TAKEN_AWAY, FURTHER, LAST = range(5)


class Change(NamedTuple):
    """What stands in a place then, of what kind that is, and how far from what stood there.

    A list of statements stands for as many as `width` says. `line` and `told` are there where the
    place itself does not say where something is changed, and how.
    """

    tier: int
    kind: str
    new: ast.AST | list[ast.stmt]
    width: int = 1
    line: int = 0
    told: tuple[str, str] | None = None


Changes = Iterator[Change]


def method(node: ast.expr, name: str) -> ast.Call:
    """A call of the value's method of that name."""
    return ast.Call(ast.Attribute(node, name, ast.Load()), [], [])


def of_module(module: str, name: str) -> ast.expr:
    """A function of a module that the source need not have imported."""
    found = ast.Call(ast.Name("__import__", ast.Load()), [ast.Constant(module)], [])
    return ast.Attribute(found, name, ast.Load())


def of_numpy(scope: Scope, name: str, value: ast.expr) -> ast.Call:
    """A call of NumPy's function of that name, as the function at hand calls NumPy."""
    return ast.Call(attribute_of(scope.numpy, name), [value], [])


def summed(scope: Scope, value: ast.expr, axis: int) -> ast.Call:
    """The sum of a value along an axis that is kept."""
    made = of_numpy(scope, "sum", value)
    made.keywords = [
        ast.keyword("axis", ast.Constant(axis)),
        ast.keyword("keepdims", ast.Constant(True)),
    ]
    return made


def renamed(function: ast.expr, name: str, scope: Scope) -> ast.expr:
    """Another function of the same module: of NumPy, where a name alone says none."""
    if isinstance(function, ast.Attribute):
        return changed(function, attr=name)  # type: ignore[return-value]
    return attribute_of(scope.numpy, name)
