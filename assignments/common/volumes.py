"""Volumes and what slides over them: how checks draw these, and how they look at what comes back.

A volume is (m, n_H, n_W, n_C), filters are (f, f, n_C_prev, n_C) and biases (1, 1, 1, n_C).
Fields of `draw.drawn` come in an order: `hyperparameters` first, and `upstream` last.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import Array, Failure, array, draw, kind_of

Hyperparameters = dict[str, int]

# Neighbours of `distinct` values are so far apart: a step of a numeric gradient passes none.
GAP = 0.1


def places(n: int, f: int, pad: int = 0, stride: int = 1) -> range:
    """Where windows of f start along a padded side of n."""
    return range(0, n + 2 * pad - f + 1, stride)


def hyperparameters(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Hyperparameters:
    """The stride and the padding of a convolution."""
    stride, pad = rng.integers((1, 0), (3, 2), endpoint=True)
    return {"stride": int(stride), "pad": int(pad)}


def pooling(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Hyperparameters:
    """The window and the stride of a pooling layer: they overlap, touch, or leave gaps."""
    f, stride = rng.integers(1, 3, size=2, endpoint=True)
    return {"f": int(f), "stride": int(stride)}


def filters(n_C_prev: draw.Dim = "n_C_prev", n_C: draw.Dim = "n_C", *, most: int = 3) -> draw.Field:
    """W (f, f, n_C_prev, n_C), f from 1 to `most`."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        f = int(rng.integers(1, most, endpoint=True))
        found: Array = draw.normal(f, f, n_C_prev, n_C)(rng, sizes, fields)
        return found

    return field


def biases(n_C: draw.Dim = "n_C") -> draw.Field:
    """b (1, 1, 1, n_C), of which none is 0."""
    return draw.normal(1, 1, 1, n_C)


def volume(m: draw.Dim = "m", n_C: draw.Dim = "n_C_prev") -> draw.Field:
    """A volume (m, n_H, n_W, n_C)."""
    return draw.normal(m, "n_H", "n_W", n_C)


def distinct(m: draw.Dim = "m", n_C: draw.Dim = "n_C") -> draw.Field:
    """A volume of numbers of both signs, no two of which are equal, nor the same up to the sign."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        shape = volume(m, n_C)(rng, sizes, fields).shape
        count = int(np.prod(shape))
        order = rng.permutation(count) - count // 2
        found: Array = (GAP * order + 0.3 * GAP).round(2).reshape(shape)
        return found

    return field


def upstream(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """What comes from above: as large as what the filters W make of A_prev, or a pooling layer."""
    moves = fields["hyperparameters"]
    m, n_H, n_W, n_C = fields["A_prev"].shape
    f = moves["f"] if "f" in moves else fields["W"].shape[0]
    rows, columns = (len(places(n, f, moves.get("pad", 0), moves["stride"])) for n in (n_H, n_W))
    deep = fields["W"].shape[3] if "W" in fields else n_C
    found: Array = draw.normal(m, rows, columns, deep)(rng, sizes, fields)
    return found


def convolutions(
    *, m: tuple[int, int] = (1, 3), sides: tuple[int, int] = (3, 6), **more: draw.Field
) -> Any:
    """A volume A_prev, filters W of 1 to 3 cells a side that fit into it, b, and hyperparameters.

    Pure Python loops take some hundredths of a second for the largest.
    """
    return draw.drawn(
        sizes={"n_H": sides, "n_W": sides, "m": m, "n_C_prev": (1, 3), "n_C": (1, 4)},
        hyperparameters=hyperparameters,
        A_prev=volume(),
        W=filters(),
        b=biases(),
        **more,
    )


def pools(
    *, m: tuple[int, int] = (1, 3), sides: tuple[int, int] = (3, 7), **more: draw.Field
) -> Any:
    """A volume A_prev of distinct numbers, and the hyperparameters of a pooling layer over it."""
    return draw.drawn(
        sizes={"n_H": sides, "n_W": sides, "m": m, "n_C": (1, 3)},
        hyperparameters=pooling,
        A_prev=distinct(),
        **more,
    )


def whole(got: Any, what: str = "") -> int:
    """`got` as an int: a whole number that `range` takes, and no float or array of several."""
    found = array(got, what=what)
    if found.ndim or found.dtype.kind not in "iu":
        message = f"{what or 'The result'} must be a whole number, such as 3; it is {kind_of(got)}"
        raise Failure(message, got=got, want="an int", what=what)
    return int(found)
