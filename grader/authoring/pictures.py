"""The author's vocabulary for pictures: what students' own functions draw.

A picture is a plain function in an assignment's `explore.py`, written like a check: it
calls the student's functions and returns panels. It is run on the reference too, and what
that gives is laid beside the student's. Everything a student returned is looked at here
before it becomes a panel; what has another form than a panel needs is a `Failure`, and the
picture is left out with that sentence. A picture must never change a score.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.authoring.checks import Reference, Student
from grader.authoring.forms import array, require
from grader.results import (
    Band,
    Graph,
    GraphNode,
    Image,
    Images,
    Lines,
    Panel,
    RegionMap,
    Regions,
    Series,
)

__all__ = [
    "Band",
    "Graph",
    "Images",
    "Lines",
    "Regions",
    "graph",
    "grid",
    "image",
    "images",
    "lines",
    "picture",
    "predicted",
    "region",
    "regions",
]

# Bounds that keep a report small: they are for authors, who pass them by mistake only.
MOST_POINTS = 200
MOST_SERIES = 6
MOST_SIDE = 64
MOST_IMAGES = 30
MOST_NODES = 40
DIGITS = 4
LEVELS = 8


@dataclass(frozen=True)
class Exploration:
    """One picture: its function, the exercises it calls, and what to try next."""

    id: str
    title: str
    uses: tuple[str, ...]
    try_next: str
    function: Callable[[Student, Reference], Panel | Sequence[Panel]]

    def __call__(self, student: Student, ref: Reference) -> tuple[Panel, ...]:
        """The panels; raises `Failure` when a value has another form."""
        # As in a check: a student's infinities must not warn about our arithmetic.
        with np.errstate(all="ignore"):
            drawn = self.function(student, ref)
        return tuple(drawn) if isinstance(drawn, Sequence) else (drawn,)


def picture(
    *uses: str, try_next: str
) -> Callable[[Callable[[Student, Reference], Panel | Sequence[Panel]]], Exploration]:
    """Make a function of an assignment's `explore.py` a picture.

    Its docstring is the title. It is called with the student and the reference, and returns one
    panel (`lines`, `regions`, `images` or `graph`) or several; the same function is run on the
    reference, and its curves are laid beside the student's.

    - `uses`: the exercises that it calls.
    - `try_next`: what is said below it, for the student to try.
    """

    def decorate(
        function: Callable[[Student, Reference], Panel | Sequence[Panel]],
    ) -> Exploration:
        title = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
        return Exploration(function.__name__, title, uses, try_next, function)

    return decorate


def pictures_in(module: ModuleType) -> tuple[Exploration, ...]:
    """A module's pictures, in file order."""
    found = {id(one): one for one in vars(module).values() if isinstance(one, Exploration)}
    return tuple(sorted(found.values(), key=lambda one: one.function.__code__.co_firstlineno))


def _rounded(value: float) -> float | None:
    """`value` to four digits, so that machines agree; None where it is not finite."""
    rounded = float(f"{float(value):.{DIGITS}g}")  # the largest numbers become infinite by it
    return rounded if np.isfinite(rounded) else None


def _numbers(values: ArrayLike) -> tuple[float | None, ...]:
    """`_rounded`, for each of them."""
    return tuple(_rounded(value) for value in np.asarray(values, dtype=np.float64).reshape(-1))


def _known(values: ArrayLike) -> tuple[float, ...]:
    """Numbers of the author's own, rounded: all of them are finite."""
    found = _numbers(values)
    _needs(None not in found, "the author's own numbers must be finite")
    return tuple(value for value in found if value is not None)


def _needs(condition: bool, law: str) -> None:
    """What authors must keep to; students' values are looked at by `grader.authoring`."""
    if not condition:
        raise ValueError(law)


def lines(
    x: ArrayLike,
    series: Mapping[str, Any],
    *,
    x_label: str,
    y_label: str,
    heading: str = "",
    says: str = "",
    given: Mapping[str, ArrayLike] | None = None,
    bands: Sequence[Band] = (),
    log_x: bool = False,
    log_y: bool = False,
) -> Lines:
    """A panel of curves over x (n,). Each of `series`, by its name, is n numbers of the student's.

    They may come in any form. `says` tells what is to be seen, in words; `bands` are shaded;
    `given` are curves that belong to neither, drawn dotted. Raises `Failure` when a series is not n
    real numbers; NaN and infinity are let through, and leave gaps.
    """
    at = np.asarray(x, dtype=np.float64)
    _needs(2 <= at.size <= MOST_POINTS, f"a curve has 2 to {MOST_POINTS} points, not {at.size}")
    count = len(series) + len(given or {})
    _needs(1 <= count <= MOST_SERIES, f"a panel has 1 to {MOST_SERIES} curves, not {count}")
    found = [
        Series(name=name, role="yours", y=_numbers(_entries(value, at.size, name)))
        for name, value in series.items()
    ]
    found += [
        Series(name=name, role="given", y=_known(value)) for name, value in (given or {}).items()
    ]
    for one in found:
        _needs(len(one.y) == at.size, f"{one.name} has {len(one.y)} points, and x has {at.size}")
    return Lines(
        heading=heading,
        says=says,
        x_label=x_label,
        y_label=y_label,
        log_x=log_x,
        log_y=log_y,
        x=_known(at),
        series=tuple(found),
        bands=tuple(bands),
    )


def _entries(value: Any, count: int, name: str) -> NDArray[Any]:
    found = array(value, what=name)
    require(
        found.size == count,
        f"{name} must be {count} numbers; {found.size} came back",
        got=value,
    )
    return found.reshape(-1)


def predicted(value: Any, count: int, what: str = "the prediction") -> NDArray[np.int64]:
    """A prediction of `count` classes in any form, as an array (count,) of 0 and 1."""
    found = _entries(value, count, what)
    require(np.isin(found, (0, 1)).all(), f"{what} must hold only 0 and 1", got=value)
    return found.astype(np.int64)


def grid(
    side: int, x_range: tuple[float, float], y_range: tuple[float, float]
) -> NDArray[np.float64]:
    """The centres of side × side cells as columns (2, side²): rows from the top down."""
    ends = np.arange(side) + 0.5
    xs = x_range[0] + (x_range[1] - x_range[0]) * ends / side
    ys = y_range[1] - (y_range[1] - y_range[0]) * ends / side
    across, down = np.meshgrid(xs, ys)
    return np.vstack([across.reshape(-1), down.reshape(-1)])


def region(name: str, on_grid: Any, on_points: Any, labels: ArrayLike, *, side: int) -> RegionMap:
    """One map for `regions`: a prediction on `grid(side, …)`, and on the points with these labels.

    Both predictions are the student's, 0 or 1 in any form. Raises `Failure` for others.
    """
    _needs(side <= MOST_SIDE, f"a map has at most {MOST_SIDE} cells a side, not {side}")
    wanted = np.asarray(labels).reshape(-1)
    cells = predicted(on_grid, side * side, f"the prediction on the grid ({name})")
    right = predicted(on_points, wanted.size, f"the prediction ({name})") == wanted
    rows = cells.reshape(side, side)
    return RegionMap(
        name=name,
        yours=tuple("".join(map(str, row)) for row in rows.tolist()),
        yours_right=round(float(right.mean()), DIGITS),
    )


def regions(
    points: ArrayLike,
    labels: ArrayLike,
    maps: Sequence[RegionMap],
    *,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    x_label: str = "x₁",
    y_label: str = "x₂",
    heading: str = "",
) -> Regions:
    """A panel of maps of one plane, each a `region`, with the points (2, m) of two classes over it.

    `labels` are m zeros and ones. Raises ValueError for points and labels that do not fit.
    """
    at = np.asarray(points, dtype=np.float64)
    known = np.asarray(labels).reshape(-1)
    _needs(at.shape == (2, known.size), f"points of shape {at.shape} and {known.size} labels")
    _needs(known.size <= MOST_POINTS, f"at most {MOST_POINTS} points, not {known.size}")
    return Regions(
        heading=heading,
        x_label=x_label,
        y_label=y_label,
        x_range=x_range,
        y_range=y_range,
        x=_known(at[0]),
        y=_known(at[1]),
        classes=tuple(int(one) for one in known),
        maps=tuple(maps),
    )


def image(label: str, pixels: Any, shape: tuple[int, int], *, low: float, high: float) -> Image:
    """One image for `images`: of shape (h, w), or its h·w numbers in a row, from low to high.

    It is drawn in nine levels. What lies outside is drawn as the end it lies beyond; NaN is drawn
    as 0 or as low.
    """
    _needs(max(shape) <= MOST_SIDE, f"an image has at most {MOST_SIDE} pixels a side")
    found = _entries(pixels, shape[0] * shape[1], label).reshape(shape).astype(np.float64)
    found = np.nan_to_num(found, nan=max(low, 0.0), posinf=high, neginf=low)
    levels = np.rint((np.clip(found, low, high) - low) / (high - low) * LEVELS).astype(int)
    return Image(label=label, rows=tuple("".join(map(str, row)) for row in levels.tolist()))


def images(
    shown: Sequence[Image], *, low: float, high: float, says: str, heading: str = ""
) -> Images:
    """A panel of images beside each other, each an `image`.

    `says` tells what is to be seen, for whoever sees none.
    """
    _needs(1 <= len(shown) <= MOST_IMAGES, f"1 to {MOST_IMAGES} images, not {len(shown)}")
    return Images(heading=heading, says=says, low=low, high=high, images=tuple(shown))


def graph(
    boxes: Sequence[tuple[str, float, float]],
    values: Any,
    grads: Any,
    edges: Sequence[tuple[int, int]],
    *,
    heading: str = "",
) -> Graph:
    """A panel with a computation graph: boxes are (label, column, row), counted from the top left.

    `values` and `grads` are a number for each box, the student's; `edges` are pairs of numbers of
    boxes, from one to another that is computed from it.
    """
    _needs(1 <= len(boxes) <= MOST_NODES, f"1 to {MOST_NODES} boxes, not {len(boxes)}")
    found = (
        _numbers(_entries(values, len(boxes), "the values")),
        _numbers(_entries(grads, len(boxes), "the gradients")),
    )
    nodes = tuple(
        GraphNode(label=label, column=column, row=row, value=value, grad=grad)
        for (label, column, row), value, grad in zip(boxes, *found, strict=True)
    )
    return Graph(heading=heading, nodes=nodes, edges=tuple(edges))
