"""Labels in many forms: what belongs together follows from the reading order, not the shape."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.authoring import draw

Shape = tuple[int, ...]


def in_shapes(count: int, rows: str = "rows", columns: str = "columns") -> draw.Field:
    """So many shapes of rows · columns entries: flat, a row, a column, or a table either way."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[Shape]:
        r, c = sizes[rows], sizes[columns]
        shapes = [(r * c,), (1, r * c), (r * c, 1), (r, c), (c, r)]
        return [shapes[int(place)] for place in rng.integers(len(shapes), size=count)]

    return field


def in_form(values: Sequence[Any] | NDArray[Any], shape: Shape, kind: str) -> Any:
    """The values in that shape, as an array of "bool", "int", "float" or "byte", or as a "list"."""
    laid = np.asarray(values).reshape(shape)
    kinds: dict[str, Any] = {"bool": bool, "int": np.int64, "float": np.float64, "byte": np.uint8}
    return laid.tolist() if kind == "list" else laid.astype(kinds[kind])
