"""optimize as it should be, but for the name of its last argument."""

from typing import Any

import numpy as np


def optimize(
    w: np.ndarray,
    b: float,
    X: np.ndarray,
    Y: np.ndarray,
    num_iterations: int = 2000,
    learning_rate: float = 0.01,
    print_every: int = 100,
) -> tuple[dict[str, Any], dict[str, Any], list[float]]:
    grads: dict[str, Any] = {}
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)  # noqa: F821
        if i % print_every == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
