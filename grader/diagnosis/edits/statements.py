"""What becomes of a statement by one slip: it is missing, turned round, or sums up no more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.edits.places import Place, changed

_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


def gone(node: ast.AST) -> bool:
    """Whether nothing is left of a statement."""
    return isinstance(node, ast.Pass)


def edited_statement(node: ast.stmt, place: Place) -> Iterator[tuple[str, ast.AST]]:
    """The kinds of slips in this statement, and what stands there then."""
    match node:
        case ast.AugAssign():
            yield from _summed(node)
            yield "a statement is missing", ast.Pass()
        case ast.Assign(targets=[target]):
            if not isinstance(target, ast.Name | ast.Tuple) or _is_bound_before(node, place):
                yield "a statement is missing", ast.Pass()
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break():
            yield "a statement is missing", ast.Pass()
        case ast.If():
            for value in (True, False):
                yield "a condition", changed(node, test=ast.Constant(value))
            yield "a condition", changed(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.For(body=body):
            yield "a loop ends early", changed(node, body=[*body, ast.Break()])
        case ast.Return(value=ast.Tuple(elts=elements)) if len(elements) > 1:
            for first in range(len(elements) - 1):
                swapped = list(elements)
                swapped[first : first + 2] = swapped[first + 1], swapped[first]
                yield "results in another order", ast.Return(ast.Tuple(swapped, ast.Load()))


def _summed(node: ast.AugAssign) -> Iterator[tuple[str, ast.AST]]:
    value = ast.Assign([node.target], node.value, lineno=node.lineno)
    yield "a value is put in place of what was summed up", value
    other = _OTHER.get(type(node.op))
    if other is not None:
        yield "an operator", changed(node, op=other())


def _is_bound_before(node: ast.Assign, place: Place) -> bool:
    """Whether the names are bound elsewhere in the function: else nothing would be left to try."""
    bound = {one.id for one in ast.walk(node.targets[0]) if isinstance(one, ast.Name)}
    function = place.above[0].parent if place.above else place.parent
    others = {
        one.arg if isinstance(one, ast.arg) else one.id
        for one in ast.walk(function)
        if isinstance(one, ast.arg)
        or (
            isinstance(one, ast.Name)
            and isinstance(one.ctx, ast.Store)
            and not any(one is own for own in ast.walk(node))
        )
    }
    return bound <= others
