"""sequence_backward adds into sums that live as long as the module."""

from typing import Any

import numpy as np

gradients: dict[str, np.ndarray] = {}


def sequence_backward(
    X: list[int | None], Y: list[int], parameters: dict[str, np.ndarray], cache: Any
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    states, predictions = cache
    for name, value in parameters.items():
        if f"d{name}" not in gradients or gradients[f"d{name}"].shape != value.shape:
            gradients[f"d{name}"] = np.zeros(value.shape)
    da_prev = np.zeros(states[0].shape)
    for t in reversed(range(len(Y))):
        dy = predictions[t].copy()
        dy[Y[t], 0] -= 1
        da = parameters["Wya"].T @ dy + da_prev
        dz = da * (1 - states[t + 1] ** 2)
        da_prev = parameters["Waa"].T @ dz
        gradients["dWya"] += dy @ states[t + 1].T
        gradients["dby"] += dy
        gradients["dWax"] += dz @ one_hot(X[t], len(dy)).T  # noqa: F821
        gradients["dWaa"] += dz @ states[t].T
        gradients["dba"] += dz
    return gradients, states[-1]
