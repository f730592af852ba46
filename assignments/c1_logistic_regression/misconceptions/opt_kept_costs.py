"""optimize collects its costs in a default argument, and returns those of earlier calls too."""

from typing import Any

import numpy as np


def optimize(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.01,
    record_every: int = 100,
    costs: list[float] = [],  # noqa: B006
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    grads: dict[str, Any] = {}
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)  # noqa: F821
        if i % record_every == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
