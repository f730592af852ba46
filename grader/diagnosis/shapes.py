"""What an array of the wrong shape is, where its shape or its numbers tell.

As in `causes`, what is said is a fact, and at most one is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.authoring.failure import Shape
from grader.diagnosis.difference import Cause, Difference
from grader.diagnosis.naming import Floats, NamedValues, named_arrays
from grader.show import shape as shape_of


def shape_causes(
    found: Any, allowed: Sequence[Shape], wanted: Any = None, known: NamedValues | None = None
) -> Iterator[Cause]:
    """Why an array has none of the `allowed` shapes, the likeliest first; `wanted` is what it must
    be, if known.
    """
    if found.dtype.kind not in "biuf" or not found.size:
        return
    found = found.astype(np.float64)
    with np.errstate(all="ignore"):
        causes: list[Cause] = []
        if wanted is not None and np.size(wanted):
            causes += _by_numbers(found, np.asarray(wanted, np.float64))
        for shape in allowed:
            if None not in shape:
                whole = tuple(side for side in shape if side is not None)
                causes += _by_shape(found, whole, known or {})
    yield from causes


def shape_cause(
    found: Any, allowed: Sequence[Shape], wanted: Any = None, known: NamedValues | None = None
) -> Cause | None:
    """The first of `shape_causes`; None if none is known."""
    return next(shape_causes(found, allowed, wanted, known), None)


def _same(one: Any, other: Floats) -> bool:
    one = np.asarray(one, np.float64)
    return one.shape == other.shape and not Difference(one, other).wrong.any()


def _by_numbers(found: Floats, wanted: Floats) -> Iterator[Cause]:
    if np.unique(wanted).size > 1 or wanted.size == 1:
        yield from _not_reduced(found, wanted)
    if wanted.size < 2 or np.unique(wanted).size == 1:
        return
    if found.T.shape == wanted.shape and _same(found.T, wanted):
        yield Cause("transpose", "It is the transpose of what must come back.")
    side = wanted.size
    stretched = wanted.shape in ((side,), (side, 1), (1, side))
    if stretched and found.shape == (side, side) and _same(np.diag(found), wanted.ravel()):
        text = (
            f"Its diagonal is what must come back: a column ({side}, 1) met a row, and NumPy "
            f"stretched both to ({side}, {side})."
        )
        yield Cause("broadcast", text)
    for how, total in (("sum", np.sum), ("mean", np.mean)):
        for axes in _axes(wanted.ndim):
            over = np.asarray(total(wanted, axis=axes))
            if over.size == found.size < wanted.size and _same(found.ravel(), over.ravel()):
                text = f"It is the {how} of numbers that must come back apart: is it one too many?"
                yield Cause("reduced", text)
    if _flat(found) and _flat(wanted) and found.size != wanted.size and found.size > 1:
        for how, total in (("add up to", np.sum), ("have the mean", np.mean)):
            number = total(wanted)
            if abs(number) > 1e-6 and abs(total(found) - number) <= 1e-6 * abs(number):
                text = (
                    f"Its numbers {how} {float(number):.6g}, as those do that must come back: "
                    "is it the right axis?"
                )
                yield Cause("axis", text)


def _not_reduced(found: Floats, wanted: Floats) -> Iterator[Cause]:
    """A sum or a mean of what came back is right."""
    for how, total in (("sum", np.sum), ("mean", np.mean)):
        for axes in _axes(found.ndim):
            over = np.asarray(total(found, axis=axes))
            if over.size == wanted.size < found.size and _same(over.ravel(), wanted.ravel()):
                along = "" if len(axes) == found.ndim else f" over axis {axes[0]}"
                text = f"Its {how}{along} is what must come back: is it left out?"
                yield Cause("not reduced", text)


def _axes(ndim: int) -> list[tuple[int, ...]]:
    """All axes at once, and each alone."""
    if not ndim:
        return []
    every = tuple(range(ndim))
    return [every, *((axis,) for axis in every)] if ndim > 1 else [every]


def _flat(values: Floats) -> bool:
    return max(values.shape, default=1) == values.size


def _by_shape(found: Floats, shape: tuple[int, ...], known: NamedValues) -> Iterator[Cause]:
    if found.shape == shape[::-1] and len(shape) == 2:
        yield Cause("sides", "Rows and columns have changed places.")
    if [side for side in found.shape if side > 1] == [side for side in shape if side > 1]:
        if found.ndim < len(shape):
            text = "An axis of length 1 is missing: keepdims=True keeps one, and reshape makes one."
            yield Cause("lost axis", text)
        if found.ndim > len(shape):
            text = "There is an axis of length 1 too many: does keepdims or a reshape make it?"
            yield Cause("extra axis", text)
    yield from _per_other_line(found, shape, known)
    for name, value in named_arrays(known):
        if value.shape == found.shape and _can_become(found.shape, shape):
            yield Cause(
                "not reduced",
                f"It has the shape of {name}: is a sum or a mean left out, or another array meant?",
            )
    side = found.shape[0] if found.ndim else 0
    # One more of two comes about in other ways as well: a slice that begins too early.
    if side > 2 and found.shape == (side, side) and shape in ((side, 1), (1, side)):
        text = (
            f"NumPy stretches a column ({side}, 1) beside a row (1, {side}) or ({side},) to "
            f"({side}, {side}): do two such meet?"
        )
        yield Cause("broadcast", text)


def _can_become(shape: tuple[int, ...], smaller: tuple[int, ...]) -> bool:
    """Whether a sum over some axes, kept or not, makes the smaller shape."""
    if np.prod(smaller) >= np.prod(shape):
        return False
    if len(smaller) == len(shape):
        return all(to in (1, side) for side, to in zip(shape, smaller, strict=True))
    sides = iter(shape)
    return all(side in sides for side in smaller)


def _per_other_line(found: Floats, shape: tuple[int, ...], known: NamedValues) -> Iterator[Cause]:
    count = int(np.prod(shape))
    if count < 2 or max(shape) != count or not _flat(found) or found.size in (1, count):
        return
    for name, value in named_arrays(known):
        if value.ndim == 2 and {count, found.size} == set(value.shape):
            lines = ("row", "column") if value.shape[1] == found.size else ("column", "row")
            text = (
                f"{name} has shape {shape_of(value)}: this is one number for each {lines[1]}, "
                f"and it must be one for each {lines[0]}."
            )
            yield Cause("axis", text)
