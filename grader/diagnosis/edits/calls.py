"""What may be missing in a call: an axis that is kept, a transpose, another function, a shape."""

from __future__ import annotations

import ast
from typing import Any

from grader.diagnosis.edits.change import (
    COMPLETED,
    FURTHER,
    REPLACED,
    TAKEN_AWAY,
    Change,
    Changes,
    of_module,
    renamed,
)
from grader.diagnosis.edits.expressions import last_name
from grader.diagnosis.edits.places import changed
from grader.diagnosis.edits.scope import Scope

REDUCING = frozenset(
    "all amax amin any argmax argmin average cumsum logsumexp max mean median min norm prod std "
    "sum var".split()
)
_KEEPING = REDUCING - {"average", "cumsum"}
PRODUCTS = frozenset(["dot", "matmul"])
_MAKING = frozenset(["empty", "full", "normal", "ones", "uniform", "zeros"])
# What these make has the type of what they are given.
_ALIKE = frozenset("array asarray empty_like full_like ones_like zeros_like".split())
_BOUNDED = frozenset(["log", "sqrt"])
CLOSE: dict[str, tuple[str, ...]] = {
    "abs": ("square",),
    "amax": ("maximum",),
    "amin": ("minimum",),
    "cumsum": ("sum",),
    "dot": ("multiply", "outer"),
    "exp": ("log", "tanh"),
    "log": ("exp", "log1p"),
    "log10": ("log",),
    "log1p": ("log",),
    "log2": ("log",),
    "matmul": ("multiply",),
    "max": ("maximum", "sum", "mean"),
    "maximum": ("max",),
    "mean": ("max",),
    "median": ("mean",),
    "min": ("minimum",),
    "minimum": ("min",),
    "multiply": ("dot", "matmul"),
    "outer": ("dot", "multiply"),
    "rand": ("randn",),
    "randn": ("rand",),
    "round": ("floor", "ceil"),
    "sqrt": ("square",),
    "square": ("sqrt", "abs"),
    "sum": ("max", "prod", "cumsum"),
}
_AXES: tuple[Any, ...] = (0, 1, -1, (0, 1), (1, 2), (0, 1, 2))
EPSILON = 1e-8


def completed_call(node: ast.Call, scope: Scope) -> Changes:
    """What may be missing in a call, and what may have been meant in its place."""
    name = last_name(node.func)
    for other in CLOSE.get(name, ()):
        yield Change(REPLACED, "function", changed(node, func=renamed(node.func, other, scope)))
    if isinstance(node.func, ast.Name) and name in scope.called:
        for other in scope.called:
            if other != name:
                function = ast.Name(other, ast.Load())
                yield Change(FURTHER, "function", changed(node, func=function))
    if name in PRODUCTS and len(node.args) == 2:
        first, second = node.args
        for pair in (
            [turned(first), second],
            [first, turned(second)],
            [*map(turned, node.args)],
        ):
            yield Change(COMPLETED, "transpose", changed(node, args=pair))
            yield Change(COMPLETED, "transpose", changed(node, args=pair[::-1]))
    if name in _MAKING and node.args:
        yield from _reshaped(node)
    if name in REDUCING:
        yield from _reduced(node, name)
    if name in _BOUNDED and node.args:
        guarded = ast.BinOp(node.args[0], ast.Add(), ast.Constant(EPSILON))
        yield Change(TAKEN_AWAY, "term", changed(node, args=[guarded, *node.args[1:]]))
    if name == "exp" and node.args and isinstance(node.args[0], ast.Name):
        minus = ast.UnaryOp(ast.USub(), node.args[0])
        yield Change(COMPLETED, "minus", changed(node, args=[minus]))
    yield from _of_floats(node, name)
    if name == "asarray":
        yield Change(COMPLETED, "copy", changed(node, func=renamed(node.func, "array", scope)))
    if name in ("deepcopy", "copy", "dict", "list") and node.args:
        deep = ast.Call(of_module("copy", "deepcopy"), [node.args[0]], [])
        yield Change(COMPLETED, "copy", deep)


def _of_floats(node: ast.Call, name: str) -> Changes:
    """The same with floats, where whole numbers would make whole numbers."""
    given = {one.arg: one.value for one in node.keywords}
    floats = ast.Name("float", ast.Load())
    if "dtype" in given and last_name(given["dtype"]).startswith("int"):
        of_floats = [
            one if one.arg != "dtype" else ast.keyword("dtype", floats) for one in node.keywords
        ]
        yield Change(COMPLETED, "whole numbers", changed(node, keywords=of_floats))
    elif name in _ALIKE and "dtype" not in given and len(node.args) == 1:
        of_floats = [*node.keywords, ast.keyword("dtype", floats)]
        yield Change(COMPLETED, "whole numbers", changed(node, keywords=of_floats))
    elif name == "copy" and not node.args and isinstance(node.func, ast.Attribute):
        as_floats = ast.Attribute(node.func.value, "astype", ast.Load())
        yield Change(COMPLETED, "whole numbers", ast.Call(as_floats, [floats], []))


def _reshaped(node: ast.Call) -> Changes:
    """What makes an array, with one axis more or less."""
    shape = node.args[0]
    one = ast.Constant(1)
    if isinstance(shape, ast.Tuple):
        lengths = [one for one in shape.elts if ast.unparse(one) != "1"]
        others: list[ast.expr] = [*lengths[:1]] if len(lengths) == 1 else []
    else:
        others = [ast.Tuple(two, ast.Load()) for two in ([shape, one], [one, shape])]
    for other in others:
        yield Change(COMPLETED, "shape", changed(node, args=[other, *node.args[1:]]))


def _reduced(node: ast.Call, name: str) -> Changes:
    given = {one.arg: one for one in node.keywords}
    keep = ast.keyword("keepdims", ast.Constant(True))
    of_method = isinstance(node.func, ast.Attribute) and not (
        isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "numpy")
    )
    has_axis = "axis" in given or len(node.args) > (0 if of_method else 1)
    keeps = name in _KEEPING and "keepdims" not in given and name not in ("argmax", "argmin")
    if has_axis and keeps:
        yield Change(COMPLETED, "keepdims", changed(node, keywords=[*node.keywords, keep]))
    if "axis" in given:
        mine = ast.unparse(given["axis"].value)
        for axis in _AXES:
            if str(axis) != mine:
                along = ast.keyword("axis", ast.Constant(axis))
                rest = [along if one.arg == "axis" else one for one in node.keywords]
                if not {mine, str(axis)} <= {"0", "1"}:  # that is no more than another number
                    yield Change(COMPLETED, "axis", changed(node, keywords=rest))
                if keeps:
                    yield Change(TAKEN_AWAY, "axis", changed(node, keywords=[*rest, keep]))
    if not has_axis and isinstance(node.func, ast.Attribute):
        for axis in _AXES:
            along = ast.keyword("axis", ast.Constant(axis))
            yield Change(COMPLETED, "no axis", changed(node, keywords=[*node.keywords, along]))
            if keeps:
                both = [*node.keywords, along, keep]
                yield Change(COMPLETED, "no axis", changed(node, keywords=both))


def transposed(node: ast.BinOp, left: ast.expr, right: ast.expr) -> Changes:
    """A product of the same two, one of them or both transposed, in either order."""
    for one, other in (
        (turned(left), right),
        (left, turned(right)),
        (turned(left), turned(right)),
    ):
        yield Change(COMPLETED, "transpose", changed(node, left=one, right=other))
        yield Change(COMPLETED, "transpose", changed(node, left=other, right=one))


def turned(node: ast.expr) -> ast.expr:
    """A matrix transposed, or what a transposed one was before."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(node, "T", ast.Load())
