"""What a question to a function of the checker's may hold: what one step takes no time for.

The function is NumPy's at heart, and no single step of NumPy's can be broken off. A product of
two tables is cubic; for floats and doubles it is done by a library that is fast, for all other
numbers by plain loops, a hundred times slower and more. So only numbers that are known to be fast
are handed on, and only so many; others become these where that changes nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.worker.wire import KeptDict, KeptList, KeptTuple

# Fifteen times the largest of right work. As floats, their product takes a tenth of a second.
MOST_ASKED = 4 << 20
# Whole numbers and truth values count as so many bytes each: theirs takes as long as that.
SLOW = 32
_INT64 = np.iinfo(np.int64)


class Refused(Exception):
    """A question that is not answered; `kind` is the built-in exception that its asker gets."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text


TOO_MUCH = Refused("MemoryError", "too much to hand to another exercise's function")
_TOO_LARGE = Refused("OverflowError", "a whole number too large for another exercise's function")


def admitted(value: Any) -> Any:
    """The arguments of a question as they are handed on; raises `Refused`."""
    return _Admission().of(value)


class _Admission:
    """Counts what one question holds while it is looked through."""

    def __init__(self) -> None:
        self._left = MOST_ASKED

    def of(self, value: Any) -> Any:
        if isinstance(value, np.ndarray | np.generic):
            return self._numbers(value)
        if isinstance(value, bool | int):
            self._take(SLOW)  # of a list of them, NumPy makes an array
            if not _INT64.min <= value <= _INT64.max:
                raise _TOO_LARGE  # one of these makes it an array of objects
        elif isinstance(value, float | complex):
            self._take(16)
        elif isinstance(value, dict):
            items = {self.of(key): self.of(item) for key, item in value.items()}
            return items if type(value) is dict else _kept(value, items)
        elif isinstance(value, list | tuple):
            parts = [self.of(item) for item in value]
            plain = type(value) in (list, tuple)
            return type(value)(parts) if plain else _kept(value, parts)
        return value

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TOO_MUCH

    def _numbers(self, value: Any) -> Any:
        """An array, or a number of NumPy's."""
        kind, size = value.dtype.kind, value.dtype.itemsize
        self._take(value.size * (max(size, 8) if kind in "fc" else SLOW))
        if kind == "b" or (kind == "f" and size in (4, 8)) or (kind == "c" and size in (8, 16)):
            return value
        if kind in "iu":
            if kind == "u" and size == 8 and value.size and value.max() > _INT64.max:
                raise _TOO_LARGE
            return value.astype(np.int64)
        raise TOO_MUCH


def _kept(value: Any, parts: Any) -> Any:
    """The parts as an object of the submission's own class, which is known by its number."""
    kinds = (KeptDict, KeptList, KeptTuple)
    made: Any = next(kind for kind in kinds if isinstance(value, kind))(parts)
    made.number = value.number
    return made
