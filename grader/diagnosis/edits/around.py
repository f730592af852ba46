"""What mends a statement, or what stands around it: a copy, a sum, a return, another place."""

from __future__ import annotations

import ast
import copy
from collections import Counter

from grader.diagnosis.edits.calls import CLOSE
from grader.diagnosis.edits.change import (
    COMPLETED,
    REPLACED,
    TAKEN_AWAY,
    Change,
    Changes,
    of_module,
    renamed,
)
from grader.diagnosis.edits.expressions import NEIGHBOURS, last_name
from grader.diagnosis.edits.places import Place, changed
from grader.diagnosis.edits.scope import Scope

_MOST_RETURNED = 8


def inserted_statement(node: ast.stmt, place: Place, scope: Scope) -> Changes:
    """What may be missing in a statement, or around it."""
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            loaded = _loaded(target)
            whole = ast.Assign([target], ast.BinOp(loaded, op, value), lineno=node.lineno)
            yield Change(COMPLETED, "in place", whole)
        case ast.Assign(targets=[ast.Name() | ast.Subscript() | ast.Attribute() as target]):
            if any(isinstance(one.node, ast.For | ast.While) for one in place.above) or not (
                isinstance(target, ast.Name)
            ):
                summed = ast.AugAssign(target, ast.Add(), node.value)
                yield Change(COMPLETED, "summed", summed)
                if isinstance(node.value, ast.Compare | ast.BoolOp):
                    every = ast.BoolOp(ast.And(), [_loaded(target), node.value])
                    yield Change(COMPLETED, "condition", changed(node, value=every))
        case ast.For(iter=iterable):
            turned = ast.Call(ast.Name("list", ast.Load()), [iterable], [])
            turned = ast.Call(ast.Name("reversed", ast.Load()), [turned], [])
            yield Change(TAKEN_AWAY, "backwards", changed(node, iter=turned))
        case ast.FunctionDef():
            yield from _copied_first(node, scope)
            yield from _returning(node, scope)
            yield from _returning_last(node)
    yield from _moved(node, place)
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.Expr):
        yield from _renamed_everywhere(node, scope)


def _renamed_everywhere(statement: ast.stmt, scope: Scope) -> Changes:
    """The statement with another function, wherever it calls one that it calls more than once."""
    calls = Counter(last_name(one.func) for one in ast.walk(statement) if isinstance(one, ast.Call))
    for name, times in calls.items():
        for other in {
            **dict.fromkeys(NEIGHBOURS.get(name, ())),
            **dict.fromkeys(CLOSE.get(name, ())),
        }:
            if times > 1:
                made = copy.deepcopy(statement)
                for one in ast.walk(made):
                    if isinstance(one, ast.Call) and last_name(one.func) == name:
                        one.func = renamed(one.func, other, scope)
                yield Change(COMPLETED, "function", made)


def _copied_first(function: ast.FunctionDef, scope: Scope) -> Changes:
    """The function with a copy of what it changes: told where it changes it."""
    for node in ast.walk(function):
        match node:
            case ast.AugAssign(target=target):
                pass
            case ast.Assign(targets=[ast.Subscript() as target]):
                pass
            case _:
                continue
        name = root_of(target)
        if name not in scope.parameters or name == "self":
            continue
        taken = ast.Name(name, ast.Load())
        made = ast.Call(of_module("copy", "deepcopy"), [taken], [])
        first = ast.Assign([ast.Name(name, ast.Store())], made, lineno=function.lineno)
        body = [*function.body]
        body.insert(1 if ast.get_docstring(function) is not None else 0, first)
        told = (ast.unparse(node), f"{name} = copy.deepcopy({name}) comes first")
        yield Change(
            COMPLETED, "in place", changed(function, body=body), line=node.lineno, told=told
        )


def _returning(function: ast.FunctionDef, scope: Scope) -> Changes:
    """The function with a return at its end."""
    last = function.body[-1]
    if isinstance(last, ast.Return | ast.Raise | ast.If):
        return
    names = [*scope.bound][::-1]
    for name in names[:_MOST_RETURNED]:
        end = ast.Return(ast.Name(name, ast.Load()), lineno=last.lineno, col_offset=0)
        told = ("", f"return {name}")
        body = [*function.body, end]
        yield Change(
            COMPLETED, "no return", changed(function, body=body), line=last.lineno, told=told
        )


def _returning_last(function: ast.FunctionDef) -> Changes:
    """The function with the one return that it has, deep inside of loops, at its end."""
    returns = [one for one in ast.walk(function) if isinstance(one, ast.Return)]
    if len(returns) != 1 or function.body[-1] is returns[0]:
        return
    made = copy.deepcopy(function)
    for around in ast.walk(made):
        if (
            isinstance(around, ast.For | ast.While)
            and around not in made.body  # see `_moved`
            and isinstance(around.body[-1], ast.Return)
        ):
            last = around.body[-1]
            around.body = around.body[:-1] or [ast.Pass()]
            told = (_head(last), f"{_head(last)} (at the end of the function)")
            body = [*made.body, last]
            yield Change(
                REPLACED,
                "early return",
                changed(made, body=body),
                line=returns[0].lineno,
                told=told,
            )


def root_of(target: ast.expr) -> str:
    """The name of what a target is, or is a part of; "" if it has none."""
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


_BLOCKS = (ast.For, ast.While, ast.If, ast.With)


def _moved(node: ast.stmt, place: Place) -> Changes:
    """Statements in another place: after their block, within the one before, after the next."""
    block = getattr(place.parent, place.field)
    if place.index is None or not isinstance(block, list):
        return
    after = block[place.index + 1] if place.index + 1 < len(block) else None
    simple = (ast.Assign, ast.AugAssign, ast.Expr)
    if isinstance(node, ast.For | ast.While) and isinstance(node.body[0], simple) and node.body[1:]:
        # What is set anew in each round may have to be set once.
        first, *rest = node.body
        told = (_head(first), f"{_head(first)} (before the block)")
        once: list[ast.stmt] = [first, _with_body(node, rest)]
        yield Change(TAKEN_AWAY, "inside", once, line=first.lineno, told=told)
    if isinstance(node, _BLOCKS):
        *body, last = node.body
        if body:
            told = (_head(last), f"{_head(last)} (after the block)")
            new: list[ast.stmt] = [_with_body(node, body), last]
            early = isinstance(last, ast.Return) and isinstance(node, ast.For | ast.While)
            tier, kind = (REPLACED, "early return") if early else (TAKEN_AWAY, "inside")
            yield Change(tier, kind, new, line=last.lineno, told=told)
        if after is not None and not isinstance(after, ast.Return):
            told = (_head(after), f"{_head(after)} (within the block before it)")
            inner: list[ast.stmt] = [_with_body(node, [*node.body, after])]
            yield Change(
                TAKEN_AWAY,
                "inside",
                inner,
                width=2,
                line=after.lineno,
                told=told,
            )
    if isinstance(node, simple) and isinstance(after, ast.For | ast.While):
        # What is set before a loop may have to be set anew in each of its rounds.
        told = (_head(node), f"{_head(node)} (within the block after it)")
        began: list[ast.stmt] = [_with_body(after, [node, *after.body])]
        yield Change(TAKEN_AWAY, "inside", began, width=2, line=node.lineno, told=told)
    if isinstance(node, simple) and isinstance(after, simple):
        told = (_head(node), f"{_head(node)} (after {_head(after)})")
        yield Change(TAKEN_AWAY, "swapped", [after, node], width=2, told=told)


def _with_body(node: ast.stmt, body: list[ast.stmt]) -> ast.stmt:
    made: ast.stmt = changed(node, body=body)  # type: ignore[assignment]
    return made


def _head(node: ast.stmt) -> str:
    return ast.unparse(node).partition("\n")[0]


def _loaded(target: ast.expr) -> ast.expr:
    loaded = copy.copy(target)
    loaded.ctx = ast.Load()  # type: ignore[attr-defined]
    return loaded
