"""What becomes of an expression by one slip: another operator, axis, constant, order, function."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Collection, Iterator

from grader.diagnosis.edits.places import Place, changed

Changes = Iterator[tuple[str, ast.AST]]

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
# Operators of which the left side, the right one, or both may be left standing alone, and those
# whose sides may change places.
_LEFT = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.FloorDiv, ast.Mod)
_RIGHT = (ast.Add, ast.Mult)
_TURNED = (ast.Sub, ast.MatMult, ast.Div)
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
# Functions that are taken for each other, by the last part of their names.
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "all": ("any",),
    "any": ("all",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "ceil": ("floor",),
    "cos": ("sin",),
    "floor": ("ceil",),
    "hstack": ("vstack",),
    "log": ("log10", "log2"),
    "logical_and": ("logical_or",),
    "logical_or": ("logical_and",),
    "max": ("min",),
    "maximum": ("minimum",),
    "mean": ("sum", "median"),
    "min": ("max",),
    "minimum": ("maximum",),
    "normal": ("uniform",),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    "random": ("normal",),
    "sin": ("cos",),
    "standard_normal": ("random",),
    "std": ("var",),
    "sum": ("mean",),
    "uniform": ("normal",),
    "var": ("std",),
    "vstack": ("hstack",),
    "zeros": ("ones",),
    "zeros_like": ("ones_like",),
}
# Calls without which their argument would be of another type or no array at all: what comes of
# leaving them out is an error, or the same.
_KEPT = frozenset(
    "append array asarray bool dict enumerate float int isinstance items keys len list range set "
    "sorted str tuple type values zip".split()
)
# Functions whose first two arguments may change places, and arguments that change no result.
_EITHER_WAY = frozenset(
    "add allclose array_equal clip isclose logical_and logical_or maximum minimum multiply".split()
)
_SILENT = frozenset(["strict"])
# What is guarded by a number below this is guarded with another as well.
_TINY = 1e-4
_FAMILY = re.compile(r"^d(?=[A-Z])|\d+$|_prev$|_next$|_new$|_old$|_hat$")


def names_of(function: ast.AST) -> dict[str, set[str]]:
    """The names that a function binds, by what they are called without digits and endings."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(function):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                found.setdefault(_FAMILY.sub("", name), set()).add(name)
    return found


def edited(node: ast.expr, place: Place, names: dict[str, set[str]]) -> Changes:
    """The kinds of slips in this expression, and what stands there then."""
    match node:
        case ast.BinOp():
            yield from _operation(node, place)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            yield from _number(-number, place)
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            yield "a sign", operand
        case ast.Compare(ops=[one]):
            for other in _COMPARED.get(type(one), ()):
                yield "a comparison", changed(node, ops=[other()])
        case ast.BoolOp(op=op, values=values):
            turned = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "a condition", changed(node, op=turned)
            for value in values:
                yield "a condition", value
        case ast.IfExp(test=test, body=body, orelse=other):
            yield "a condition", ast.IfExp(test, other, body)
            yield "a condition", body
            yield "a condition", other
        case ast.Constant(value=bool() as value):
            if place.inside(ast.keyword) and place.parent.arg in _SILENT:  # type: ignore[attr-defined]
                return
            yield "a constant", ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield from _number(value, place)
        case ast.Constant(value=str() as text) if place.inside(ast.Subscript):
            yield from _key(text)
        case ast.Call():
            yield from _call(node)
        case ast.Attribute(value=value, attr="T"):
            yield "a transpose", value
        case ast.Tuple(elts=[first, second], ctx=ast.Load()):
            yield "two in another order", ast.Tuple([second, first], ast.Load())
        case ast.Slice():
            yield from _slice(node)
        case ast.Name(ctx=ast.Load()):
            yield from _name(node, place, names)


def _operation(node: ast.BinOp, place: Place) -> Changes:
    left, op, right = node.left, node.op, node.right
    for other in _OPERATORS.get(type(op), ()):
        yield "an operator", changed(node, op=other())
    if isinstance(op, _LEFT):
        yield "a term or factor is missing", left
    if isinstance(op, _RIGHT):
        yield "a term or factor is missing", right
    if isinstance(op, ast.Sub):
        yield "a term or factor is missing", ast.UnaryOp(ast.USub(), right)
    if isinstance(op, _TURNED) and not _has_no_sign(place):
        yield "two in another order", changed(node, left=right, right=left)


def _has_no_sign(place: Place) -> bool:
    """Whether what is made of the value does not depend on its sign: its square, its size."""
    match place.parent:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            return place.field == "left"
        case ast.Call(func=function):
            return last_name(function) in ("abs", "absolute", "square")
    return False


def _number(value: float, place: Place) -> Changes:
    if isinstance(value, int):
        others: Collection[float] = (value + 1, value - 1)
        if place.parent.__class__ is ast.keyword and getattr(place.parent, "arg", "") == "axis":
            others = {0: (1,), 1: (0,), -1: (0,)}.get(value, others)
    else:
        others = (0.0,) if 0 < abs(value) < _TINY else (2 * value or 1.0, 0.0)
    for other in others:
        yield "a constant", _numeral(other)


def _numeral(value: float) -> ast.expr:
    if value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _key(text: str) -> Changes:
    found = re.fullmatch(r"(.*?)(\d+)", text)
    if found:
        name, number = found[1], int(found[2])
        for other in (number + 1, number - 1):
            if other >= 0:
                yield "a key", ast.Constant(f"{name}{other}")


def _call(node: ast.Call) -> Changes:
    name = last_name(node.func)
    for other in NEIGHBOURS.get(name, ()):
        yield "a function", changed(node, func=_renamed(node.func, other))
    for index, keyword in enumerate(node.keywords):
        if keyword.arg in _SILENT:
            continue
        rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
        yield "an argument is missing", changed(node, keywords=rest)
    for index in range(len(node.args) - 1):
        args = list(node.args)
        both = args[index : index + 2]
        if all(isinstance(one, ast.Constant) for one in both) or (
            index == 0 and name in _EITHER_WAY
        ):
            continue
        args[index : index + 2] = args[index + 1], args[index]
        yield "two in another order", changed(node, args=args)
    if name == "range":
        yield from _range(node)
    if name not in _KEPT and node.args and not isinstance(node.args[0], ast.Starred):
        yield "a call is missing", node.args[0]
    if isinstance(node.func, ast.Attribute) and name not in _KEPT and _is_value(node.func.value):
        yield "a call is missing", node.func.value
    if name == "where" and len(node.args) == 3:
        yield "a condition", node.args[1]
        yield "a condition", node.args[2]
    if name == "default_rng" and node.args:
        yield "a constant", changed(node, args=[ast.Constant(0)])


def _range(node: ast.Call) -> Changes:
    args = [copy.copy(one) for one in node.args]
    if len(args) == 1:
        yield "a range", changed(node, args=[ast.Constant(1), *args])
    for index, arg in enumerate(args[:2]):
        if isinstance(arg, ast.Constant):
            continue  # changed as a constant
        for op in (ast.Add(), ast.Sub()):
            moved = [*args]
            moved[index] = ast.BinOp(arg, op, ast.Constant(1))
            yield "a range", changed(node, args=moved)


def _slice(node: ast.Slice) -> Changes:
    for field in ("lower", "upper"):
        bound = getattr(node, field)
        if bound is None:
            continue
        yield "a range", changed(node, **{field: None})
        if not _is_number(bound):
            for op in (ast.Add(), ast.Sub()):
                yield "a range", changed(node, **{field: ast.BinOp(bound, op, ast.Constant(1))})


def _name(node: ast.Name, place: Place, names: dict[str, set[str]]) -> Changes:
    if place.inside(ast.FormattedValue) or (place.inside(ast.Subscript) and place.field == "slice"):
        for op in (ast.Add(), ast.Sub()):
            yield "an index", ast.BinOp(node, op, ast.Constant(1))
    if place.inside(ast.Call) and place.field == "func":
        return
    for other in sorted(names.get(_FAMILY.sub("", node.id), ())):
        if other != node.id:
            yield "another name of the same kind", ast.Name(other, ast.Load())


def last_name(function: ast.expr) -> str:
    """The last part of the name of what is called."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _is_value(node: ast.expr) -> bool:
    """Whether a method's owner is a value rather than a module or a generator."""
    return not (isinstance(node, ast.Name) and node.id in ("np", "numpy", "math", "rng"))


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant)
