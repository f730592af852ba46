"""Recurrent networks and their sequences: how checks draw them, and laws that all of them obey.

x is (n_x, m, T) and the states are (n_a, m, T): a step takes x[:, :, t] (n_x, m), and columns are
examples. Cells and sequences differ in their `parameters` only, which are named by their shapes.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import Array, close, draw, require

Parameters = dict[str, Array]
# By name: rows and columns, as sizes of `draw.drawn`.
Shapes = Mapping[str, tuple[draw.Dim, draw.Dim]]

# Keeps tanh and σ where they bend: far out their derivatives tell nothing.
SCALE = 0.6


def parameters(shapes: Shapes) -> draw.Field:
    """Weights and biases of these shapes, none of whose numbers is 0."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Parameters:
        return {
            name: draw.normal(*shape, scale=SCALE)(rng, sizes, fields)
            for name, shape in shapes.items()
        }

    return field


def cells(
    shapes: Shapes, *, widths: tuple[int, int] = (1, 5), m: tuple[int, int] = (1, 4), **more: Any
) -> Any:
    """One step: xt (n_x, m) and the `parameters` of a cell; more fields follow them."""
    return draw.drawn(
        sizes={"n_a": widths, "n_x": widths, "n_y": widths, "m": m},
        parameters=parameters(shapes),
        xt=draw.normal("n_x", "m"),
        **more,
    )


def sequences(
    shapes: Shapes,
    *,
    widths: tuple[int, int] = (1, 4),
    m: tuple[int, int] = (1, 3),
    steps: tuple[int, int] = (1, 6),
    **more: Any,
) -> Any:
    """A sequence: x (n_x, m, T) and the `parameters` of a cell; more fields follow them."""
    return draw.drawn(
        sizes={"n_a": widths, "n_x": widths, "n_y": widths, "m": m, "T": steps},
        parameters=parameters(shapes),
        x=draw.normal("n_x", "m", "T"),
        **more,
    )


def state(scale: float = 1.0) -> draw.Field:
    """A state (n_a, m) before the first step, or before a cell's."""
    return draw.normal("n_a", "m", scale=scale)


def outside() -> draw.Field:
    """What comes to each state from above: (n_a, m, T), another number at every step."""
    return draw.normal("n_a", "m", "T")


def some_step(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int:
    """The number of a step."""
    return int(rng.integers(sizes["T"]))


def one_hot(n: draw.Dim = "n_y") -> draw.Field:
    """Classes (n, m, T): a single 1 in each column of each step."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        count = sizes[n] if isinstance(n, str) else n
        found: Array = np.eye(count)[:, rng.integers(count, size=(sizes["m"], sizes["T"]))]
        return found

    return field


def looks_back_only(run: Callable[[Array], Array], x: Array, step: int, what: str) -> None:
    """What comes before a step does not change with x from that step on, and the step itself does.

    `run` gives what is made of x, time along the last axis.
    """
    later = x.copy()
    later[:, :, step:] = 0.5 - later[:, :, step:]
    before, after = run(x), run(later)
    close(after[..., :step], before[..., :step], what=f"{what} before step {step}")
    require(
        not np.allclose(after[..., step], before[..., step], rtol=0, atol=1e-9),
        f"{what} at step {step} must follow from x[:, :, {step}]; it does not change with it",
    )
