"""Loops without an end, as far as their text alone shows it for sure.

A `while` whose condition compares names that nothing in its body can change, and that nothing
leaves, goes on for ever once it is entered. Where anything else could change one of them, be it in
place or under another name, nothing is said.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator

from grader.submissions.names import few

_Function = ast.FunctionDef | ast.AsyncFunctionDef
# They compare what they are given, and use nothing up as `in` does with an iterator.
_COMPARES = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.Is, ast.IsNot)
# They only read what they are given.
_READ = frozenset(["abs", "float", "int", "print", "range", "round"])
_LEAVES = (ast.Return, ast.Raise, ast.Assert, ast.Yield, ast.YieldFrom, ast.Await)


def endless(tree: ast.Module) -> tuple[tuple[int, int, str], ...]:
    """The first and last lines of loops that never end, the outer ones first, and why.

    Only those in functions: what stands outside of them may be changed from anywhere.
    """
    loops = [*_loops(tree.body)]
    if not loops:
        return ()
    shared = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    own = {
        *(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and _binds(node)),
        *(node.name for node in ast.walk(tree) if isinstance(node, _Function | ast.ClassDef)),
    }
    found = []
    links: dict[_Function, list[set[str]]] = {}
    for loop, function in loops:
        try:
            if function not in links:
                links[function] = _links(function)
            why = _why(loop, links[function], shared, _READ - own)
        except RecursionError:
            why = ""  # it is nested too deeply for anybody to be sure of it
        if why:
            found.append((loop.lineno, loop.end_lineno or loop.lineno, why))
    kept = {*few([why for *_, why in found])}
    return tuple(one for one in found if one[2] in kept)


def _loops(body: list[ast.stmt]) -> Iterator[tuple[ast.While, _Function]]:
    """The `while` loops of these statements, each with the innermost function that it is in; but
    for those that an exception may end, without an end of the function.
    """
    waiting: deque[tuple[ast.AST, _Function | None]] = deque((one, None) for one in body)
    while waiting:  # a chain of `elif` is as deep as it is long
        node, function = waiting.popleft()
        if isinstance(node, ast.Try | ast.TryStar | ast.With | ast.AsyncWith):
            continue
        if isinstance(node, ast.While) and function is not None:
            yield node, function
        inside = node if isinstance(node, _Function) else function
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.stmt | ast.excepthandler | ast.match_case):
                waiting.append((one, inside))


def _why(loop: ast.While, links: list[set[str]], shared: set[str], read: frozenset[str]) -> str:
    """Why a loop never ends, in a sentence, or ""."""
    if not _is_plain(loop.test, read) or any(map(_leaves, loop.body)):
        return ""
    named = (node.id for node in ast.walk(loop.test) if isinstance(node, ast.Name))
    names = [name for name in dict.fromkeys(named) if name not in read]
    if not names:
        always = isinstance(loop.test, ast.Constant) and bool(loop.test.value)
        said = f"The loop on line {loop.lineno} has no `break` and no `return`, so it does not end."
        return said if always else ""
    watched = _also_called({*names}, links)
    if watched & shared or any(_may_change(one, watched, read) for one in loop.body):
        return ""
    quoted = " or ".join(f"`{name}`" for name in names)
    return (
        f"Nothing in the loop on line {loop.lineno} changes {quoted}, so its condition stays true."
    )


def _is_plain(test: ast.expr, read: frozenset[str]) -> bool:
    """Whether a condition compares numbers, and follows from the names in it alone.

    The name of a list alone would be a condition too, and a list can be changed from elsewhere.
    """
    match test:
        case ast.Constant():
            return True
        case ast.BoolOp(values=values):
            return all(_is_plain(one, read) for one in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _is_plain(operand, read)
        case ast.Compare(left=left, ops=ops, comparators=others):
            return all(isinstance(op, _COMPARES) for op in ops) and all(
                _is_number(one, read) for one in (left, *others)
            )
    return False


def _is_number(value: ast.expr, read: frozenset[str]) -> bool:
    match value:
        case ast.Constant() | ast.Name():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(operand, read)
        case ast.BinOp(left=left, right=right):
            return _is_number(left, read) and _is_number(right, read)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return name in read and all(_is_number(one, read) for one in args)
    return False


def _leaves(node: ast.AST, *, inner: bool = False) -> bool:
    """Whether a statement may leave the loop that it is in; `inner`: it is in a loop of its own."""
    if isinstance(node, _LEAVES) or (isinstance(node, ast.Break) and not inner):
        return True
    if isinstance(node, _Function | ast.Lambda | ast.ClassDef):
        return False
    inner = inner or isinstance(node, ast.While | ast.For | ast.AsyncFor)
    return any(_leaves(one, inner=inner) for one in ast.iter_child_nodes(node))


# What gives a new object.
_NEW = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.Compare, ast.JoinedStr)


def _links(function: _Function) -> list[set[str]]:
    """Names of a function that may stand for the same, or for parts of it, as views do."""
    links = []
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                targets = [target]
            case _:
                continue
        values = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
        given = {
            name.id
            for one in values
            if not isinstance(one, _NEW)
            for name in ast.walk(one)
            if isinstance(name, ast.Name)
        }
        bound = {
            one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)
        }
        if given or len(targets) > 1:
            links.append(given | bound)
    return links


def _also_called(names: set[str], links: list[set[str]]) -> set[str]:
    """These names and all that may be other names for the same."""
    found, before = {*names}, 0
    while len(found) > before:
        before = len(found)
        found = found.union(*(link for link in links if link & found))
    return found


def _may_change(node: ast.AST, names: set[str], read: frozenset[str]) -> bool:
    """Whether something in a statement binds one of the names, or may change what it stands for."""
    for one in ast.walk(node):
        bound = [getattr(one, word, None) for word in ("name", "asname", "rest", "arg")]
        if names.intersection(name for name in bound if isinstance(name, str)):
            return True
        for child in ast.iter_child_nodes(one):
            if isinstance(child, ast.Name) and child.id in names and not _reads(one, child, read):
                return True
    return False


def _reads(parent: ast.AST, name: ast.Name, read: frozenset[str]) -> bool:
    """Whether what a name stands for is only read there."""
    match parent:
        case ast.BinOp() | ast.UnaryOp() | ast.Compare() | ast.FormattedValue() | ast.Slice():
            return True
        case ast.Subscript(slice=part):
            return part is name
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return test is name
        case ast.Call(func=ast.Name(id=called)):
            return called in read
    return False


def _binds(name: ast.Name) -> bool:
    return not isinstance(name.ctx, ast.Load)
