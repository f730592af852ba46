"""A made-up training, to search on: it takes no time, and some hyperparameters are its best.

Given code: use it, and leave it as it is. A real objective would train a network with the
hyperparameters of a point, for hours, and measure it on the dev set. This one has what such costs
have: a valley on the scale of logarithms, a hyperparameter that hardly matters, noise of a sort,
and runs that break down, for which the cost is NaN.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

SPACE = {
    "learning_rate": ("log", 1e-5, 1.0),
    "momentum": ("beta", 0.5, 0.999),
    "units": ("int", 4, 64),
    "dropout": ("linear", 0.0, 0.8),
    "activation": ("choice", ["tanh", "relu", "sigmoid"]),
}


def dev_cost(point: Mapping[str, Any]) -> float:
    """Return the cost on the dev set after "training" at a point of SPACE; the less the better.

    It is NaN where the learning rate is above 0.2: there the training diverges.
    """
    rate = math.log10(point["learning_rate"])
    if rate > math.log10(0.2):
        return math.nan
    cost: float = 0.1 + 0.08 * (rate + 2.3) ** 2
    cost += 0.03 * (math.log10(1 - point["momentum"]) + 1.5) ** 2
    cost += 0.5 / point["units"] + 0.02 * (point["dropout"] - 0.3) ** 2
    cost += {"tanh": 0.01, "relu": 0.0, "sigmoid": 0.05}[point["activation"]]
    return cost + 0.005 * math.sin(1e3 * rate)


def dev_accuracy(point: Mapping[str, Any]) -> float:
    """Return the accuracy on the dev set, from 0 to 1; the more the better. NaN as for the cost."""
    return math.exp(-dev_cost(point))


def record_search(
    space: Mapping[str, Any],
    n_coarse: int,
    n_fine: int,
    k: int,
    seed: int,
    maximise: bool = False,
) -> Any:
    """Run your coarse_to_fine on dev_cost (or, with maximise, on dev_accuracy), and look on.

    Returns {"returned": what it returned, "asked": [(point, score), …]}, with an entry for each
    call of the objective, in order.
    """
    # At the top of the file the two modules would each wait for the other.
    import hyperparameter_search  # type: ignore[import-not-found]

    measure = dev_accuracy if maximise else dev_cost
    asked: list[tuple[Any, float]] = []

    def objective(point: Mapping[str, Any]) -> float:
        score = measure(point)
        asked.append((dict(point), score))
        return score

    direction = {"maximise": True} if maximise else {}
    returned = hyperparameter_search.coarse_to_fine(
        objective, space, n_coarse, n_fine, k, seed, **direction
    )
    return {"returned": returned, "asked": asked}
