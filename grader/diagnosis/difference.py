"""What causes are told of: a value beside what it must be, and the values around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.naming import Floats, NamedValues, named_arrays

Mask = NDArray[np.bool_]
RTOL = 1e-6


class Cause(NamedTuple):
    """What was recognised, and the sentence that says so; whether one input `proves` it."""

    kind: str
    text: str
    proves: bool = True


def lowered(sentence: str) -> str:
    """The sentence as it goes on after a colon; a name at its start stays as it is."""
    first = sentence.partition(" ")[0]
    is_name = len(first) < 2 or not first.istitle()
    return sentence if is_name else sentence[0].lower() + sentence[1:]


@dataclass(frozen=True)
class Difference:
    """Two arrays of one shape, of which the first must equal the second.

    `known` names the values that the call was given. Entries that are not `checkable` (a
    gradient at a kink) are left out of everything. `atol` is the check's own tolerance.
    """

    found: Floats
    wanted: Floats
    known: NamedValues = field(default_factory=dict)
    atol: float = 1e-8
    checkable: Mask | None = None

    @cached_property
    def room(self) -> Floats:
        """How far each entry may be off: a millionth of it, and at most one of the largest."""
        size = np.abs(np.where(np.isfinite(self.wanted), self.wanted, 0.0))
        least = min(max(self.atol, 1e-12), RTOL * float(size.max(initial=0.0)))
        return np.asarray(RTOL * size + least)

    @cached_property
    def looked_at(self) -> Mask:
        """The entries that can be checked."""
        if self.checkable is not None:
            return self.checkable
        return np.ones(self.wanted.shape, dtype=np.bool_)

    @cached_property
    def wrong(self) -> Mask:
        """The entries that are off."""
        return ~self.right(self.found)

    def right(self, values: Any) -> Mask:
        """Which entries of `values` are what must come back, or can't be checked."""
        near = np.abs(values - self.wanted) <= self.room
        return np.asarray(near | (values == self.wanted) | ~self.looked_at)

    def fits(self, values: Any) -> bool:
        """Whether `values` is what must come back."""
        return np.shape(values) == self.wanted.shape and bool(self.right(values).all())


def telling_arrays(d: Difference) -> Iterator[tuple[str, Floats]]:
    """Arrays of the call's whose values could hardly come about by chance."""
    for name, value in named_arrays(d.known):
        values = np.unique(value)
        if values.size > 1 and np.isfinite(values).all() and not np.isin(values, (-1, 0, 1)).all():
            yield name, value


def stretched(value: Floats, shape: tuple[int, ...]) -> Floats | None:
    """`value` as NumPy would stretch it beside an array of that shape."""
    if value.ndim > len(shape) or any(
        side not in (1, to) for side, to in zip(value.shape[::-1], shape[::-1], strict=False)
    ):
        return None
    return np.broadcast_to(value, shape)


def is_multiple(d: Difference, term: Floats) -> bool:
    """Whether what must come back is `term` times a constant."""
    pivot = np.unravel_index(int(np.argmax(np.abs(term * d.looked_at))), term.shape)
    if not term[pivot]:
        return True
    return d.fits(term * (d.wanted[pivot] / term[pivot]))
