"""What mends an expression in which something was left out: a factor, a minus, a term, a bracket, …

The inverse of what `expressions` takes away. Only a repair asks for these: a mutant of the
reference with something more in it would be no slip of anybody's.
"""

from __future__ import annotations

import ast

from grader.diagnosis.edits.calls import (
    EPSILON,
    PRODUCTS,
    REDUCING,
    completed_call,
    transposed,
    turned,
)
from grader.diagnosis.edits.change import (
    COMPLETED,
    FURTHER,
    REPLACED,
    TAKEN_AWAY,
    Change,
    Changes,
    method,
    of_numpy,
    summed,
)
from grader.diagnosis.edits.expressions import last_name
from grader.diagnosis.edits.places import Place, changed
from grader.diagnosis.edits.scope import Scope, is_size, is_text

_BLANK = ("zeros", "empty")
_ACTIVATIONS = ("relu", "tanh", "sigmoid")
_APPLIED = ("exp", "log", "sqrt", "square", "abs", "sum", "mean")
# What binds closer than what, in the order in which Python reads it.
_TIGHTNESS: dict[type[ast.operator], int] = {
    ast.Add: 1,
    ast.Sub: 1,
    ast.Mult: 2,
    ast.Div: 2,
    ast.FloorDiv: 2,
    ast.MatMult: 2,
    ast.Mod: 2,
    ast.Pow: 3,
}


def inserted(node: ast.expr, place: Place, scope: Scope) -> Changes:
    """What may be missing in this expression, or stand in it in place of another."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    if _is_whole(place):
        yield from _completed(node, scope)
    if _is_whole(place) or (place.inside(ast.BinOp) and isinstance(node, ast.Name)):
        yield from _with_another(node, scope)
    if place.inside((ast.Return, ast.Assign)) and isinstance(node, ast.Name | ast.Call | ast.BinOp):
        yield Change(COMPLETED, "transpose", turned(node))
    match node:
        case ast.BinOp():
            yield from _regrouped(node)
            yield from _taken_in(node)
            yield from _operands(node, scope)
        case ast.Call():
            yield from _taken_out(node)
            yield from completed_call(node, scope)
        case ast.Compare(ops=[one]) if type(one) in _NEGATED:
            yield Change(COMPLETED, "comparison", changed(node, ops=[_NEGATED[type(one)]()]))
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            yield from _number(number, place, scope)
        case ast.Constant(value=str() as text):
            yield from _text(text, place, scope)
        case ast.JoinedStr() if place.inside(ast.Subscript):
            yield from _keys(node, place, scope)
        case ast.Tuple(elts=elements) if place.inside(ast.Subscript) and len(elements) > 2:
            for first in range(len(elements) - 1):
                swapped = [*elements]
                swapped[first : first + 2] = swapped[first + 1], swapped[first]
                yield Change(REPLACED, "order", changed(node, elts=swapped))
        case ast.Name(ctx=ast.Load()):
            yield from _name(node, place, scope)
        case ast.Attribute(attr=attribute, ctx=ast.Load()) if attribute in scope.attributes:
            for other in scope.attributes:
                if other != attribute:
                    yield Change(FURTHER, "another", changed(node, attr=other))


_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
}


# What is worked out nowhere, or elsewhere.
_NO_VALUE = (ast.Name, ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Starred, ast.JoinedStr)


def _is_whole(place: Place) -> bool:
    """Whether a value is worked out here that is given a name, returned or handed on, or is one of
    the terms of a sum: in a place like this a factor or a sign goes missing.
    """
    if isinstance(place.node, _NO_VALUE):
        return False
    match place.parent:
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.Return():
            return place.field == "value"
        case ast.Tuple() | ast.List() | ast.Dict():
            return place.field in ("elts", "values")
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return True
        case ast.Call():
            return place.field == "args" and place.index == 0 and not is_text(place.parent)
        case ast.ListComp() | ast.DictComp() | ast.GeneratorExp():
            return place.field in ("elt", "value")
    return False


def _completed(node: ast.expr, scope: Scope) -> Changes:
    if isinstance(node, ast.Call) and last_name(node.func).startswith(_BLANK):
        return  # no factor makes more of zeros, though it makes fractions of whole numbers
    if isinstance(node, ast.Compare | ast.BoolOp):
        return  # nor does one make another truth
    if not is_size(node):
        yield Change(COMPLETED, "minus", ast.UnaryOp(ast.USub(), node))
    for size in scope.sizes:
        yield Change(COMPLETED, "factor", ast.BinOp(node, ast.Div(), size))
    for op in (ast.Div(), ast.Mult()):
        yield Change(COMPLETED, "factor", ast.BinOp(node, op, ast.Constant(2)))
    for name in scope.factors:
        if name not in [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]:
            times = ast.BinOp(node, ast.Mult(), ast.Name(name, ast.Load()))
            yield Change(COMPLETED, "factor", times)
    for name in scope.unused:
        for operator in (ast.Mult(), ast.Add(), ast.Sub(), ast.Div()):
            other = ast.BinOp(node, operator, ast.Name(name, ast.Load()))
            yield Change(COMPLETED, "unused", other)
    for term in (ast.Add(), ast.Sub()):
        yield Change(TAKEN_AWAY, "term", ast.BinOp(node, term, ast.Constant(1)))
    yield Change(TAKEN_AWAY, "term", ast.BinOp(ast.Constant(1), ast.Sub(), node))
    if isinstance(node, ast.Subscript | ast.Attribute):
        yield Change(COMPLETED, "copy", method(node, "copy"))
    for name in _APPLIED:
        yield Change(TAKEN_AWAY, "applied", of_numpy(scope, name, node))
    for axis in (1, 0, -1):
        yield Change(TAKEN_AWAY, "applied", summed(scope, node, axis))
    for shape in ((-1, 1), (1, -1)):
        sizes = [ast.Constant(one) for one in shape]
        made = ast.Call(ast.Attribute(node, "reshape", ast.Load()), [*sizes], [])
        yield Change(TAKEN_AWAY, "shape", made)
    for size in scope.sizes:
        yield Change(FURTHER, "factor", ast.BinOp(node, ast.Mult(), size))


def _with_another(node: ast.expr, scope: Scope) -> Changes:
    for other in scope.before(node):
        for op in (ast.Mult(), ast.Add(), ast.Sub(), ast.Div()):
            kind = "factor" if isinstance(op, ast.Mult | ast.Div) else "term"
            yield Change(FURTHER, kind, ast.BinOp(node, op, other))


def _regrouped(node: ast.BinOp) -> Changes:
    """The same operands in the same order, in other brackets."""
    mine = _TIGHTNESS.get(type(node.op), 0)
    yield from _all_below(node)
    if isinstance(node.right, ast.BinOp):  # a + (b / c) → (a + b) / c
        inner = node.right
        if _TIGHTNESS.get(type(inner.op), 0) >= mine or isinstance(inner.op, ast.Add | ast.Sub):
            left = ast.BinOp(node.left, node.op, inner.left)
            yield Change(COMPLETED, "brackets", ast.BinOp(left, inner.op, inner.right))
    if isinstance(node.left, ast.BinOp):  # (a / b) + c → a / (b + c)
        inner = node.left
        right = ast.BinOp(inner.right, node.op, node.right)
        yield Change(COMPLETED, "brackets", ast.BinOp(inner.left, inner.op, right))
    match node:  # a − b / c * d → (a − b) / (c * d), as of a difference quotient
        case ast.BinOp(
            left=first,
            op=ast.Add() | ast.Sub() as op,
            right=ast.BinOp(
                left=ast.BinOp(left=second, op=ast.Div(), right=below), op=ast.Mult(), right=more
            ),
        ):
            under = ast.BinOp(below, ast.Mult(), more)
            whole = ast.BinOp(ast.BinOp(first, op, second), ast.Div(), under)
            yield Change(COMPLETED, "brackets", whole)
    if isinstance(node.left, ast.UnaryOp) and isinstance(node.left.op, ast.USub):
        inside = changed(node, left=node.left.operand)
        if isinstance(node.op, ast.Add | ast.Sub | ast.Pow):
            yield Change(COMPLETED, "brackets", ast.UnaryOp(ast.USub(), inside))  # type: ignore[arg-type]


def _all_below(node: ast.BinOp) -> Changes:
    """a / b * c * d → a / (b * c * d): everything that comes after the first division."""
    factors: list[ast.expr] = []
    inner: ast.expr = node
    while isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Mult):
        factors.insert(0, inner.right)
        inner = inner.left
        if len(factors) > 1 and isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div):
            below = inner.right
            for factor in factors:
                below = ast.BinOp(below, ast.Mult(), factor)
            yield Change(COMPLETED, "brackets", ast.BinOp(inner.left, ast.Div(), below))
            if len(factors) > 2:  # what is divided may come last
                *others, last = factors
                below = inner.right
                for factor in others:
                    below = ast.BinOp(below, ast.Mult(), factor)
                whole = ast.BinOp(ast.BinOp(inner.left, ast.Div(), below), ast.Mult(), last)
                yield Change(COMPLETED, "brackets", whole)


def _taken_in(node: ast.BinOp) -> Changes:
    """What is done with a sum done with what is summed up: np.sum(a) ** 2 → np.sum(a ** 2)."""
    match node.left:
        case ast.Call(func=function, args=[first, *rest]) if last_name(function) in REDUCING:
            inside = changed(node, left=first)
            yield Change(COMPLETED, "brackets", changed(node.left, args=[inside, *rest]))


def _taken_out(node: ast.Call) -> Changes:
    """The other way: np.sum(a ** 2) → np.sum(a) ** 2."""
    match node:
        case ast.Call(func=function, args=[ast.BinOp() as inside, *rest]) if (
            last_name(function) in REDUCING
        ):
            left = changed(node, args=[inside.left, *rest])
            yield Change(COMPLETED, "brackets", changed(inside, left=left))
        case ast.Call(
            func=function, args=[first, ast.BinOp(op=ast.Add() | ast.Sub()) as inside]
        ) if last_name(function) in PRODUCTS:
            left = changed(node, args=[first, inside.left])
            yield Change(COMPLETED, "brackets", changed(inside, left=left))


def _operands(node: ast.BinOp, scope: Scope) -> Changes:
    match node.op:
        case ast.MatMult():
            yield from transposed(node, node.left, node.right)
        case ast.Mult():
            yield Change(REPLACED, "product", changed(node, op=ast.MatMult()))
            for side in ("left", "right"):
                operand = getattr(node, side)
                rest = ast.BinOp(ast.Constant(1), ast.Sub(), operand)
                yield Change(TAKEN_AWAY, "term", changed(node, **{side: rest}))
        case ast.Div():
            yield Change(COMPLETED, "operator", changed(node, op=ast.FloorDiv()))
            guarded = ast.BinOp(node.right, ast.Add(), ast.Constant(EPSILON))
            yield Change(TAKEN_AWAY, "term", changed(node, right=guarded))
            root = of_numpy(scope, "sqrt", node.right)
            yield Change(TAKEN_AWAY, "applied", changed(node, right=root))
            for total in (
                of_numpy(scope, "sum", node.left),
                summed(scope, node.left, 1),
                summed(scope, node.left, 0),
            ):
                yield Change(TAKEN_AWAY, "applied", changed(node, left=total))


def _number(value: float, place: Place, scope: Scope) -> Changes:
    whole = isinstance(value, int)
    others = [-value, 2 * value]
    if not whole:
        others += [value / 2, 10 * value, value / 10, 1 - value]
    elif value % 2 == 0:
        others.append(value // 2)
    kind = kind_of_number(place)
    for other in dict.fromkeys(others):
        if other != value:
            constant = ast.Constant(abs(other))
            new = ast.UnaryOp(ast.USub(), constant) if other < 0 else constant
            yield Change(COMPLETED, kind, new)
    for name in scope.unused:
        yield Change(COMPLETED, "unused", ast.Name(name, ast.Load()))


def kind_of_number(place: Place) -> str:
    """What a number that stands here is."""
    around = (place, *place.above[::-1])
    for one in around:
        match one.parent:
            case ast.keyword(arg="axis"):
                return "axis"
            case ast.Call() as call if one.field == "args":
                name = last_name(call.func)
                if name == "range":
                    return "range"
                return "axis" if name in REDUCING and one.index else "number"
            case ast.Slice():
                return "range"
            case ast.Subscript() if one.field == "slice":
                return "index"
            case ast.FormattedValue():
                return "index"
            case ast.Tuple() | ast.BinOp() | ast.UnaryOp() | ast.List():
                continue
        break
    return "number"


def _text(text: str, place: Place, scope: Scope) -> Changes:
    if place.inside(ast.Subscript):
        yield from _keys(place.node, place, scope)
    elif not place.inside((ast.Expr, ast.JoinedStr, ast.FormattedValue)):
        kin = _ACTIVATIONS if text in _ACTIVATIONS else ()
        for other in dict.fromkeys([*scope.texts, *kin]):
            if other != text:
                yield Change(COMPLETED, "text", ast.Constant(other))


def _keys(node: ast.expr, place: Place, scope: Scope) -> Changes:
    if not isinstance(place.parent.ctx, ast.Load):  # type: ignore[attr-defined]
        return  # what is put under a wrong name is another mistake
    mine = ast.unparse(node)
    for key in scope.keys:
        if ast.unparse(key) != mine:
            yield Change(COMPLETED, "index", key)


def _name(node: ast.Name, place: Place, scope: Scope) -> Changes:
    if node.id not in scope.bound or (place.inside(ast.Call) and place.field == "func"):
        return
    for other in scope.unused:
        yield Change(COMPLETED, "unused", ast.Name(other, ast.Load()))
    for another in scope.before(node):
        name = ast.unparse(another)
        near = name[0].lower() == node.id[0].lower() or max(len(name), len(node.id)) == 1
        yield Change(COMPLETED if near else TAKEN_AWAY, "another", another)
    if place.inside((ast.Tuple, ast.List, ast.Dict, ast.Return, ast.Assign)):
        yield Change(TAKEN_AWAY, "copy", method(node, "copy"))
    if place.inside((ast.FormattedValue, ast.Subscript)) or is_text(place.parent):
        for op in (ast.Add(), ast.Sub()):  # of a key, or of a place
            yield Change(COMPLETED, "index", ast.BinOp(node, op, ast.Constant(1)))
