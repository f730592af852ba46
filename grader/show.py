"""Values as text for people: Python that can be pasted, shortened where it is long.

Nothing here calls a method of a value that came from a student's process in another form
than plain Python and NumPy types, and nothing here is parsed again.
"""

from __future__ import annotations

import cmath
import contextlib
import math
from typing import Any

import numpy as np

MOST_ENTRIES = 120
MOST_CHARACTERS = 1500
# So much is written at most, to be cut: what ordinary work returns takes a fifth of it.
MOST_WRITTEN = 500_000
# A value that is longer than this is broken into lines, a row or an entry each.
WIDTH = 72
LONGEST_NAME = 12
STEP = 4
# What NumPy makes of Python's own numbers.
_PLAIN = (np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.bool_), np.dtype(np.complex128))


def code(value: Any, *, digits: int | None = None) -> str:
    """`value` as Python source (`np` is NumPy); `digits` rounds floats for reading.

    What is too long to read is cut or described, and is no Python any more (see `source`).
    """
    try:
        text = _Pen(digits, MOST_WRITTEN).laid_out(value)
    except _Spent:
        return f"{_beginning_of(value, digits)}… (more than {MOST_WRITTEN} characters in all)"
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]}… ({len(text)} characters in all)"
    return text


def source(value: Any) -> str:
    """`value` as an expression that can be pasted; of what is too long, "..." and what it is."""
    if is_whole(value):
        with contextlib.suppress(_Spent):
            text = _Pen(None, MOST_WRITTEN).laid_out(value)
            if len(text) <= MOST_CHARACTERS:
                return text
    return f"...  # {_outline(value)}"


def is_whole(value: Any) -> bool:
    """Whether a value is plain, and short enough for `source` to say all of it."""
    match value:
        case np.ndarray():
            return value.size <= MOST_ENTRIES and value.dtype.kind in "biufc"
        case str() | bytes():
            return len(value) <= 200
        case list() | tuple():
            return len(value) <= MOST_ENTRIES and all(map(is_whole, value))
        case dict():
            few = len(value) <= MOST_CHARACTERS
            return few and all(is_whole(key) and is_whole(item) for key, item in value.items())
        case None | int() | float() | complex() | np.number() | np.bool_():
            return True
    return False


def _outline(value: Any) -> str:
    """What a value is, on one line; of a dict, what its entries are."""
    if isinstance(value, dict) and 0 < len(value) <= 8:
        parts = (f"{_short(key)} {_sides(item)}" for key, item in value.items())
        return f"a dict of {', '.join(parts)}"
    return kind_of(value)


def _short(key: Any) -> str:
    try:
        return _Pen(None, MOST_WRITTEN).on_one_line(key)
    except _Spent:
        return kind_of(key)


def _sides(value: Any) -> str:
    return shape(value) if isinstance(value, np.ndarray) else kind_of(value)


def _beginning_of(value: Any, digits: int | None) -> str:
    """The first characters of a value's source, and none of the others made."""
    parts: list[str] = []
    with contextlib.suppress(_Spent):
        _Pen(digits, MOST_CHARACTERS).write(value, parts)
    return "".join(parts)[:MOST_CHARACTERS]


class _Spent(Exception):
    """A pen has written as much as it may."""


class _Pen:
    """Writes values, `most` characters in all, and then stops: raises `_Spent`.

    What is written twice counts twice. A value of a submission's may have no end worth waiting
    for, and all of it written out to be cut would be the checker's time.
    """

    def __init__(self, digits: int | None, most: int) -> None:
        self._digits = digits
        self._left = most

    def laid_out(self, value: Any, indent: int = 0) -> str:
        """The source of a value; if it is long, with each row or entry on a line of its own."""
        text = self.on_one_line(value)
        if indent + len(text) <= WIDTH:
            return text
        match value:
            case np.ndarray() if value.ndim == 2 and len(value) > 1 and value.size <= MOST_ENTRIES:
                end = text[text.rindex("]") + 1 :]
                return f"np.array([{_lines(_rows(value, self._digits), indent)}]{end}"
            case dict() if len(value) > 1:
                parts = [
                    f"{self.on_one_line(key)}: {self.laid_out(item, indent + STEP)}"
                    for key, item in value.items()
                ]
                return "{" + _lines(parts, indent) + "}"
            case list() | tuple() if 1 < len(value) <= MOST_ENTRIES and any(
                isinstance(item, np.ndarray | dict | list | tuple) for item in value
            ):
                parts = [self.laid_out(item, indent + STEP) for item in value]
                start, end = "[]" if isinstance(value, list) else "()"
                return start + _lines(parts, indent) + end
        return text

    def on_one_line(self, value: Any) -> str:
        """The source of a value."""
        parts: list[str] = []
        self.write(value, parts)
        return "".join(parts)

    def write(self, value: Any, parts: list[str]) -> None:
        """Add the source of a value to the parts, as far as it goes."""
        match value:
            case list() | tuple():
                start, end = "[]" if isinstance(value, list) else "()"
                self._put(start, parts)
                for number, item in enumerate(_some(list(value))):
                    self._put(", " if number else "", parts)
                    self.write(item, parts)
                self._put("," + end if end == ")" and len(value) == 1 else end, parts)
            case dict():
                self._put("{", parts)
                for number, (key, item) in enumerate(value.items()):
                    self._put(", " if number else "", parts)
                    self.write(key, parts)
                    self._put(": ", parts)
                    self.write(item, parts)
                self._put("}", parts)
            case _:
                self._put(_leaf(value, self._digits), parts)

    def _put(self, text: str, parts: list[str]) -> None:
        parts.append(text)
        self._left -= len(text)
        if self._left < 0:
            raise _Spent


def _lines(parts: list[str], indent: int) -> str:
    """The parts on a line each, one step further in, for between two brackets."""
    inner = " " * (indent + STEP)
    return "".join(f"\n{inner}{part}," for part in parts) + f"\n{' ' * indent}"


def _rows(value: np.ndarray[Any, Any], digits: int | None) -> list[str]:
    """The rows of a table, its columns one below the other."""
    cells = [[_nested(cell, digits) for cell in row] for row in value.tolist()]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "[" + ", ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "]"
        for row in cells
    ]


def _leaf(value: Any, digits: int | None) -> str:
    """The source of a value that is no list, tuple or dict; it is short."""
    match value:
        case bool() | None:
            return repr(value)
        case np.ndarray():
            return _array(value, digits)
        case np.generic() if value.dtype.kind in "biufc" and value.dtype not in _PLAIN:
            return f"np.{value.dtype}({_number(value.item(), digits)})"
        case np.generic():
            return _number(value.item(), digits)
        case int() | float() | complex():
            return _number(value, digits)
        case str():
            return repr(value if len(value) <= 200 else value[:200] + "…")
        case bytes():
            return repr(value[:200]) + ("…" if len(value) > 200 else "")
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
            rounded = f"{value:.{digits}g}"
            return rounded if set(rounded) & set(".en") else f"{rounded}.0"
    return repr(value)


def _array(value: np.ndarray[Any, Any], digits: int | None) -> str:
    if not value.size and value.ndim != 1:  # no entries, and maybe a billion rows of them
        return f"np.empty({shape(value)}, dtype=np.{value.dtype})"
    if value.size > MOST_ENTRIES:
        return f"an array of shape {shape(value)} ({value.size} entries){_beginning(value, digits)}"
    body = _nested(value.tolist(), digits)
    if value.dtype in _PLAIN and value.size:
        return f"np.array({body})"
    return f"np.array({body}, dtype=np.{value.dtype})"


def _beginning(value: np.ndarray[Any, Any], digits: int | None) -> str:
    """The first entries of an array that is too long to show, for reading."""
    if value.dtype.kind not in "biufc":
        return ""
    first = ", ".join(
        _nested(one, 6 if digits is None else digits) for one in value.flat[:4].tolist()
    )
    return f", beginning with {first}"


def _nested(value: Any, digits: int | None) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_nested(item, digits) for item in value) + "]"
    if isinstance(value, bool):
        return repr(value)
    return _number(value, digits)


def shape(value: np.ndarray[Any, Any]) -> str:
    """An array's shape as a tuple is written."""
    return str(tuple(int(side) for side in value.shape))


def is_short_name(text: str) -> bool:
    """Whether a submission's text may be shown on hidden checks: too little to tell their inputs.

    Without any, one dict could not be told from another.
    """
    return len(text) <= LONGEST_NAME and text.isidentifier()


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
