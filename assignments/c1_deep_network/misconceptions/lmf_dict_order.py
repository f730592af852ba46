"""L_model_forward takes the dict's values in the order in which they were put in."""

from typing import Any

import numpy as np


def L_model_forward(X: np.ndarray, parameters: dict[str, np.ndarray]) -> tuple[np.ndarray, Any]:
    values = list(parameters.values())
    A, caches = X, []
    for i in range(0, len(values), 2):
        activation = "relu" if i + 2 < len(values) else "sigmoid"
        A, cache = linear_activation_forward(A, values[i], values[i + 1], activation)  # noqa: F821
        caches.append(cache)
    return A, caches
