"""Attention: how checks draw its inputs, masks of every kind, and several heads.

Positions are rows: x is (..., seq, d), with any leading axes. Masks are boolean, True where a
query may attend to a key, and broadcast to the scores (..., Lq, Lk).
"""

from collections.abc import Sequence
from types import EllipsisType
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.recurrent import parameters
from grader.authoring import Array, array, draw, require

Mask = NDArray[np.bool_]
# A mask's shape, "..." standing for the leading axes; None for no mask at all.
MaskShape = Sequence[draw.Dim | EllipsisType] | None

# The leading axes, by the size that is drawn as "lead".
LEADS: tuple[tuple[int, ...], ...] = ((), (2,), (3, 2), (1,), (2, 1, 3))
# A key is allowed this often.
OFTEN = 0.6

# The parameters of attention with several heads; "d" is h·d_h.
HEADS: dict[str, Any] = {
    "Wq": ("d_q", "d"),
    "bq": ("d",),
    "Wk": ("d_kv", "d"),
    "bk": ("d",),
    "Wv": ("d_kv", "d"),
    "bv": ("d",),
    "Wo": ("d", "d_o"),
    "bo": ("d_o",),
}
# Masks that every head shares: none, of all pairs, of the keys of each example, of each example.
SHARED: tuple[MaskShape, ...] = (
    None,
    ("Lq", "Lk"),
    ("batch", 1, "Lk"),
    ("batch", "Lq", "Lk"),
)


def leading(*dims: draw.Dim, scale: float = 1.0) -> draw.Field:
    """An array (..., *dims) of N(0, scale²), with the leading axes of this draw."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        found: Array = draw.normal(*LEADS[sizes["lead"]], *dims, scale=scale)(rng, sizes, fields)
        return found

    return field


def masks(*shapes: MaskShape, empty: bool = False) -> draw.Field:
    """A mask of one of these shapes, or None; each row allows something.

    With `empty` one row in three draws out of four allows nothing.
    """

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Mask | None:
        dims = shapes[int(rng.integers(len(shapes)))]
        if dims is None:
            return None
        shape: list[int] = []
        for dim in dims:
            if isinstance(dim, EllipsisType):
                shape += LEADS[sizes["lead"]]
            else:
                shape.append(sizes[dim] if isinstance(dim, str) else dim)
        found: Mask = rng.random(shape) < OFTEN
        rows = found.reshape(-1, shape[-1])
        rows[np.arange(len(rows)), rng.integers(shape[-1], size=len(rows))] = True
        if empty and rng.random() < 0.75:
            rows[int(rng.integers(len(rows)))] = False
        return found

    return field


def stretched(field: draw.Field) -> draw.Field:
    """Masks as `field` draws them; of those with leading axes, half serve along one.

    The first leading axis is left out or has one entry, or the last one has.
    """

    def narrowed(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Mask | None:
        found: Mask | None = field(rng, sizes, fields)
        if found is None or found.ndim < 3:
            return found
        served = (found[0], found[:1], found[..., :1, :, :], *[found] * 3)
        return served[int(rng.integers(len(served)))].copy()

    return narrowed


def many_heads(
    *shapes: MaskShape,
    sizes: dict[str, tuple[int, int]] | None = None,
    empty: bool = False,
    **more: draw.Field,
) -> Any:
    """Inputs of attention with several heads: X_q, X_kv, `parameters`, `num_heads` and a mask.

    `sizes` replaces ranges of the sizes; with `empty` some rows of masks allow nothing; `more`
    fields follow.
    """
    ranges = {
        "h": (1, 3),
        "batch": (2, 3),
        "Lq": (1, 4),
        "Lk": (2, 5),
        "d_q": (2, 4),
        "d_kv": (2, 5),
        "d_h": (1, 3),
        "d_o": (2, 4),
    }

    def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> dict[str, Array]:
        found: dict[str, Array] = parameters(HEADS)(
            rng, {**sizes, "d": sizes["h"] * sizes["d_h"]}, fields
        )
        return {str(name): found[str(name)] for name in rng.permutation(list(found))}

    return draw.drawn(
        sizes=ranges | (sizes or {}),
        X_q=draw.normal("batch", "Lq", "d_q"),
        X_kv=draw.normal("batch", "Lk", "d_kv"),
        parameters=weights,
        num_heads=lambda _, sizes, __: sizes["h"],
        mask=masks(*(shapes or SHARED), empty=empty),
        **more,
    )


def is_mask(got: Any, want: Mask, what: str = "the mask") -> None:
    """`got` is a boolean array (or nested list) of exactly these entries."""
    found = array(got, want.shape, what=what)
    require(found.dtype == np.bool_, f"{what} must be boolean", got=got, want=want)
    require(np.array_equal(found, want), f"{what} differs from what it must be", got=got, want=want)
