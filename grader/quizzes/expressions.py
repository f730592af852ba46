"""The small language of parametric questions: arithmetic over the values drawn for a student.

An expression is Python's syntax for numbers, texts, tuples, comparisons, `a if c else b` and the
functions of `FUNCTIONS`, walked node by node. Nothing is ever handed to `eval`, and an expression
reaches no name but the drawn ones. In a text, `{{expression}}` stands for its value.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Value = int | float | str | bool | tuple[Any, ...]

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": round,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
}
CONSTANTS: Mapping[str, float] = {"pi": math.pi}
# Larger powers of whole numbers than these would take minutes and gigabytes to write out.
LARGEST_POWER = 1000
SLOT = re.compile(r"\{\{(.+?)\}\}")

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, other: one in other,
    ast.NotIn: lambda one, other: one not in other,
}


class ExpressionError(ValueError):
    """An expression that is none of the language, or has no value; the text says why."""


def evaluate(expression: str, values: Mapping[str, Value]) -> Value:
    """The value of an expression. Raises `ExpressionError`."""
    try:
        found: Value = _value(_parsed(expression), values)
    except ExpressionError as fault:
        raise ExpressionError(f"{expression!r}: {fault}") from None
    except (ArithmeticError, ValueError, TypeError) as fault:
        raise ExpressionError(f"{expression!r} has no value here: {fault}") from None
    return found


def filled(text: str, values: Mapping[str, Value]) -> str:
    """The text with the value of each `{{expression}}` in its place. Raises `ExpressionError`."""
    return SLOT.sub(lambda found: shown(evaluate(found[1].strip(), values)), text)


def unfilled(text: str) -> str:
    """The text with each expression as it is written: `{{n}}` is ⟨n⟩, which no word looks like."""
    return SLOT.sub(lambda found: f"⟨{found[1].strip()}⟩", text)


def names_in(expression: str) -> set[str]:
    """The names that an expression reads, its functions apart. Raises `ExpressionError`."""
    called = {
        id(node.func)
        for node in ast.walk(_parsed(expression))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in FUNCTIONS
    }
    return {
        node.id
        for node in ast.walk(_parsed(expression))
        if isinstance(node, ast.Name) and id(node) not in called and node.id not in CONSTANTS
    }


def shown(value: Value) -> str:
    """A value as people read it: at most six digits, and no `.0`."""
    if isinstance(value, tuple):
        inner = ", ".join(map(shown, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


@lru_cache(maxsize=4096)
def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as fault:
        raise ExpressionError(f"it is no expression ({fault})") from None


def _value(node: ast.expr, values: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name in values:
                return values[name]
            if name in CONSTANTS:
                return CONSTANTS[name]
            raise ExpressionError(f"nothing is drawn for {name!r}")
        case ast.Tuple(elts=parts):
            return tuple(_value(part, values) for part in parts)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, values)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _value(inner, values)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_value(left, values), _value(right, values))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_number(_value(left, values)), _number(_value(right, values)))
        case ast.BoolOp(op=op, values=parts):
            some = (bool(_value(part, values)) for part in parts)
            return all(some) if isinstance(op, ast.And) else any(some)
        case ast.Compare(left=left, ops=ops, comparators=others):
            one = _value(left, values)
            for compared, other in zip(ops, others, strict=True):
                if type(compared) not in _COMPARED:
                    raise ExpressionError(f"{ast.unparse(node)} is not of the language")
                two = _value(other, values)
                if not _COMPARED[type(compared)](one, two):
                    return False
                one = two
            return True
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, values) else orelse, values)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_number(_value(arg, values)) for arg in args))
        case _:
            raise ExpressionError(f"{ast.unparse(node)} is not of the language")


def _number(value: Any) -> Any:
    """Texts and tuples are not reckoned with: `"a" * 10**9` would fill the memory."""
    if not isinstance(value, int | float):
        raise ExpressionError(f"{value!r} is no number")
    return value


def _power(base: Any, exponent: Any) -> Any:
    if abs(_number(exponent)) > LARGEST_POWER or abs(_number(base)) > 1e100:
        raise ExpressionError(f"{base}**{exponent} is too large")
    found = base**exponent
    if isinstance(found, complex):
        raise ExpressionError(f"{base}**{exponent} is no real number")
    return found
