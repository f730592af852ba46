"""Where a file does not define what its author believes: a sentence each, with the line.

A stub stands below the work, a function's name is given to something else, or the work stands where
nothing runs it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def slips(
    body: Sequence[ast.stmt], exercises: Collection[str], stubs: Collection[str]
) -> Iterator[str]:
    """What there is to say of the top-level statements of a module about these exercises."""
    for name in sorted(exercises):
        binding = [one for one in body if name in _bound(one)]
        filled = [one for one in binding if isinstance(one, _FUNCTIONS) and not _is_stub(one)]
        if name in stubs and filled:
            yield (
                f"line {binding[-1].lineno} defines {name} as a stub again, below the one of line "
                f"{filled[-1].lineno}: the last one counts, so take the stub out"
            )
        elif filled and binding[-1] is not filled[-1] and _replaces(binding[-1], name):
            yield (
                f"line {binding[-1].lineno} gives {name} another value, so that the function of "
                f"line {filled[-1].lineno} is gone: use another name there"
            )
        elif not filled:
            for statement in body:
                where = _never_run(statement, name)
                if where:
                    yield (
                        f"line {where} defines {name} under an `if` that is false when work is "
                        "marked: move the function out of it"
                    )


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        yield node.id
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            yield name


def _is_stub(function: ast.stmt) -> bool:
    """Whether it does nothing but say that it is not there yet."""
    assert isinstance(function, _FUNCTIONS)
    rest = [one for one in function.body if not _is_constant(one)]
    return all(isinstance(one, ast.Raise | ast.Pass) for one in rest)


def _is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _replaces(statement: ast.stmt, name: str) -> bool:
    """Whether a statement gives the name what can be no function: a number, or what a call of
    something gave. One that wraps the function names it among its arguments.
    """
    value = getattr(statement, "value", None)
    match value:
        case ast.Constant() | ast.BinOp() | ast.UnaryOp() | ast.List() | ast.Tuple() | ast.Dict():
            return True
        case ast.Call(func=ast.Name(id=called)) if called == name:
            return True
        case ast.Call():
            return not any(isinstance(one, ast.Name) and one.id == name for one in value.args)
    return False


def _never_run(statement: ast.stmt, name: str) -> int | None:
    """The line at which the function is defined where nothing runs it."""
    match statement:
        case ast.If(test=ast.Constant(value=value), body=body) if not value:
            inner = body
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]), body=body):
            inner = body
        case _:
            return None
    for one in inner:
        if isinstance(one, _FUNCTIONS) and one.name == name:
            return one.lineno
    return None
