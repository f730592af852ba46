"""L_model_backward divides by AL + 1e-8 before the slope of sigmoid, which is 0 there."""

from typing import Any

import numpy as np


def L_model_backward(AL: np.ndarray, Y: np.ndarray, caches: Any) -> dict[str, np.ndarray]:
    grads = {}
    dA = -(Y / (AL + 1e-8) - (1 - Y) / (1 - AL + 1e-8))
    for layer in range(len(caches), 0, -1):
        activation = "relu" if layer < len(caches) else "sigmoid"
        back = linear_activation_backward(dA, caches[layer - 1], activation)  # noqa: F821
        dA, grads[f"dW{layer}"], grads[f"db{layer}"] = back
    return grads
