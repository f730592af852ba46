"""linear_activation_forward: "relu" leads to sigmoid, and "sigmoid" to relu."""

from typing import Any

import numpy as np


def linear_activation_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, activation: str
) -> tuple[np.ndarray, Any]:
    Z, linear_cache = linear_forward(A_prev, W, b)  # noqa: F821
    if activation == "sigmoid":
        A = np.maximum(0.0, Z)
    elif activation == "relu":
        A = (1.0 + np.tanh(Z / 2)) / 2
    elif activation == "tanh":
        A = np.tanh(Z)
    else:
        raise ValueError(activation)
    return A, (linear_cache, Z)
