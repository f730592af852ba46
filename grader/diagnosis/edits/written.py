"""How a changed statement is written for a reader: whole numbers that meet in a place are one."""

from __future__ import annotations

import ast
import re

# Most statements hold nothing of the kind, and are not parsed for it.
_MEET = re.compile(r"[+-] \d+ [+-] \d|[+-] 0\b")


def written(old: str, new: str) -> str:
    """The statement `new`, with `A[:k + 1 - 1]` as `A[:k]`; what stands so in `old` stays."""
    if _MEET.search(new) is None or _put_together(old) != old:
        return new
    return _put_together(new)


def _put_together(text: str) -> str:
    return ast.unparse(_Places().visit(ast.parse(text)))


class _Places(ast.NodeTransformer):
    """Puts them together where a whole number says which entry or how many: in an index, a range
    and a key. Elsewhere `+ 0` may make a copy.
    """

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        node.slice = _Sums().visit(node.slice)
        return node

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        self.generic_visit(node)
        node.value = _Sums().visit(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "range":
            node.args = [_Sums().visit(one) for one in node.args]
        return node


class _Sums(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        number = _added(node)
        if number is None:
            return node
        value = node.left
        if isinstance(value, ast.BinOp) and (inner := _added(value)) is not None:
            number += inner
            value = value.left
        if number == 0:
            return value
        op = ast.Add() if number > 0 else ast.Sub()
        return ast.BinOp(value, op, ast.Constant(abs(number)))


def _added(node: ast.BinOp) -> int | None:
    """The whole number that is added at the right, below 0 where it is taken away."""
    match node:
        case ast.BinOp(op=ast.Add(), right=ast.Constant(value=int() as number)):
            return number
        case ast.BinOp(op=ast.Sub(), right=ast.Constant(value=int() as number)):
            return -number
    return None
