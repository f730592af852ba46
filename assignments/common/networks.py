"""Networks of L layers: how checks draw them, and how they read their parameters.

`parameters` holds W1, b1, …, WL, bL, and columns are examples, as in the course's deep network.
Fields of `draw.drawn` come first; those that follow `layer_dims` must be declared after it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.authoring import (
    Array,
    array,
    close,
    double_precision,
    draw,
    entries,
    require,
    sequence,
    unpack,
)

Network = dict[str, Array]

# This near to a kink of relu rounding may decide the side.
NEAR = 1e-3


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


def seeds(rng: Generator, _: draw.Sizes, __: draw.Fields) -> int:
    """A seed; in a third of the draws 0, which Python takes for false."""
    return int(rng.integers(1, 999, endpoint=True)) if rng.random() < 2 / 3 else 0


def inputs(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """X (n_0, m)."""
    found: Array = draw.normal(fields["layer_dims"][0], "m")(rng, sizes, fields)
    return found


def labels(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """Y (n_L, m), zeros and ones, and at least a single 1."""
    Y = rng.integers(0, 1, size=(fields["layer_dims"][-1], sizes["m"]), endpoint=True)
    Y.flat[rng.integers(Y.size)] = 1
    return Y.astype(np.float64)


def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, of scale 0.7 to keep the costs of a few layers of order 1."""
    dims, found = fields["layer_dims"], {}
    for number in range(1, len(dims)):
        for name, columns in (("W", dims[number - 1]), ("b", 1)):
            entry = draw.normal(dims[number], columns, scale=0.7)
            found[f"{name}{number}"] = entry(rng, sizes, fields)
    return found


def networks(*, widest: int = 4, layers: int = 4, fewest: int = 1, **more: draw.Field) -> Any:
    """A network of one to four layers and its data, of at least `fewest` examples."""
    return draw.drawn(
        sizes={"layers": (1, layers), "widest": (1, widest), "m": (fewest, 7)},
        layer_dims=widths,
        X=inputs,
        Y=labels,
        parameters=weights,
        **more,
    )


def twelve_layers(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Network:
    """Parameters of [2] * 13, the layers in no order; every unit is on, and no two layers alike."""
    found = {}
    for number in rng.permutation(12) + 1:
        found[f"W{number}"] = 0.5 * np.eye(2) + rng.uniform(0.1, 0.3, size=(2, 2)).round(2)
        found[f"b{number}"] = rng.uniform(0.1, 0.5, size=(2, 1)).round(2)
    found["W12"][1] *= -1
    return found


def smooth(network: dict[str, Any]) -> bool:
    """No Z of a hidden layer lies at the kink of relu."""
    A, parameters = network["X"], network["parameters"]
    for layer in range(1, len(parameters) // 2):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        if np.abs(Z).min() <= NEAR:
            return False
        A = np.maximum(0.0, Z)
    return True


def names_of(layer_dims: list[int]) -> list[str]:
    """W1, b1, …, WL, bL."""
    return [f"{name}{number}" for number in range(1, len(layer_dims)) for name in "Wb"]


def network_of(got: Any, layer_dims: list[int], what: str = "") -> Network:
    """A dict of parameters (or, with `what` "d", of gradients), shapes looked at, all finite."""
    found = {}
    names = names_of(layer_dims)
    for name, value in zip(names, entries(got, *[what + name for name in names]), strict=True):
        number = int(name[1:])
        shape = layer_dims[number], layer_dims[number - 1] if name[0] == "W" else 1
        entry = array(value, shape, what=what + name).astype(np.float64, copy=False)
        require(np.isfinite(entry).all(), f"{what + name} must be finite", got=entry)
        found[name] = entry
    return found


def one_step_further(
    train: Callable[[int], Any], layer_dims: list[int], k: int
) -> tuple[Any, Network, Any]:
    """costs[k] of a training, its parameters after k iterations, and those after one more.

    train(count) trains for so many iterations, and gives (parameters, costs).
    """
    before, after = (unpack(train(count), "parameters", "costs") for count in (k, k + 1))
    costs = sequence(after[1], k + 1, f"costs of {k + 1} iterations")
    return costs[k], network_of(before[0], layer_dims), after[0]


def networks_agree(got: Any, want: Network, where: str = "") -> None:
    """Every entry of a student's dict is what it must be; `where` is said behind its name."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{where}")
        double_precision(value, f"{name}{where}")
