"""Values as text for people: Python that can be pasted, shortened where it is long.

Nothing here calls a method of a value that came from a student's process in another form
than plain Python and NumPy types, and nothing here is parsed again.
"""

from __future__ import annotations

import cmath
import math
from typing import Any

import numpy as np

MOST_ENTRIES = 120
MOST_CHARACTERS = 1500


def code(value: Any, *, digits: int | None = None) -> str:
    """`value` as Python source (`np` is NumPy); `digits` rounds floats for reading."""
    text = _code(value, digits)
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]}… ({len(text)} characters in all)"
    return text


def _code(value: Any, digits: int | None) -> str:
    match value:
        case bool() | None:
            return repr(value)
        case np.ndarray():
            return _array(value, digits)
        case np.generic():
            return _number(value.item(), digits)
        case int() | float() | complex():
            return _number(value, digits)
        case str():
            return repr(value if len(value) <= 200 else value[:200] + "…")
        case bytes():
            return repr(value[:200]) + ("…" if len(value) > 200 else "")
        case list():
            return "[" + ", ".join(_code(item, digits) for item in _some(value)) + "]"
        case tuple():
            inner = ", ".join(_code(item, digits) for item in _some(list(value)))
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case dict():
            return (
                "{"
                + ", ".join(f"{_code(k, digits)}: {_code(v, digits)}" for k, v in value.items())
                + "}"
            )
        case _:
            return str(value)


def _some(items: list[Any]) -> list[Any]:
    if len(items) <= MOST_ENTRIES:
        return items
    return [*items[: MOST_ENTRIES // 2], _Ellipsis()]


class _Ellipsis:
    def __str__(self) -> str:
        return "…"


def _number(value: complex, digits: int | None) -> str:
    if isinstance(value, complex) and not cmath.isfinite(value):
        return f"complex({_number(value.real, digits)}, {_number(value.imag, digits)})"
    if isinstance(value, float):
        if math.isnan(value):
            return "np.nan"
        if math.isinf(value):
            return "np.inf" if value > 0 else "-np.inf"
        if digits is not None:
            return f"{value:.{digits}g}"
    return repr(value)


def _array(value: np.ndarray[Any, Any], digits: int | None) -> str:
    if value.size > MOST_ENTRIES:
        return f"an array of shape {shape(value)} ({value.size} entries)"
    body = _nested(value.tolist(), digits)
    plain = value.dtype in (np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.bool_))
    if plain and value.size:
        return f"np.array({body})"
    if not value.size and value.ndim != 1:
        return f"np.empty({shape(value)}, dtype=np.{value.dtype})"
    return f"np.array({body}, dtype=np.{value.dtype})"


def _nested(value: Any, digits: int | None) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item, digits) for item in value) + "]"
    if isinstance(value, bool):
        return repr(value)
    return _number(value, digits)


def shape(value: np.ndarray[Any, Any]) -> str:
    """An array's shape as a tuple is written."""
    return str(tuple(int(side) for side in value.shape))


def kind_of(value: Any) -> str:
    """What a value is, in words for a message: "a list of 3", "an array of shape (2, 3)"."""
    match value:
        case None:
            return "None"
        case bool():
            return f"the bool {value}"
        case np.ndarray():
            return f"an array of shape {shape(value)} and dtype {value.dtype}"
        case np.generic():
            return f"a {value.dtype} scalar"
        case int() | float() | complex():
            return f"the {type(value).__name__} {_number(value, 6)}"
        case str():
            return "a string"
        case bytes():
            return f"bytes, {len(value)} of them"
        case list() | tuple() | dict():
            return f"a {type(value).__name__} of {len(value)}"
        case _:
            return str(value)
