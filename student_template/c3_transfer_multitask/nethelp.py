"""A network of L layers, relu in the hidden ones and sigmoid in the last, ready for training.

Given code: import it to train with, and leave it as it is. Columns are examples, and
`parameters` holds W1 (n_1, n_0), b1 (n_1, 1), …, WL, bL, as in your deep network.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def cost_and_grads(
    X: Array, Y: Array, parameters: Mapping[str, Array]
) -> tuple[float, dict[str, Array]]:
    """Return the cost of the network on X (n_0, m) with labels Y (n_L, m), and its gradients.

    The cost is the cross-entropy, summed over the outputs and averaged over the m examples. It
    is worked out from the last layer's Z, so that it stays finite however sure the network is.
    The gradients lie under "dW1", "db1", …, "dWL", "dbL". Nothing that was passed in changes.
    """
    L, m = len(parameters) // 2, X.shape[1]
    activations, Z = [X], X
    for layer in range(1, L + 1):
        Z = parameters[f"W{layer}"] @ activations[-1] + parameters[f"b{layer}"]
        activations.append(np.maximum(0.0, Z))
    # −log σ(z) = log(1 + e^(−z)), and −log(1 − σ(z)) = log(1 + e^z) = z + log(1 + e^(−z)).
    cost = float(np.sum(np.logaddexp(0.0, Z) - Y * Z) / m)
    grads: dict[str, Array] = {}
    dZ = _sigmoid(Z) - Y
    for layer in range(L, 0, -1):
        grads[f"dW{layer}"] = dZ @ activations[layer - 1].T / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        dZ = (parameters[f"W{layer}"].T @ dZ) * (activations[layer - 1] > 0)
    return cost, grads


def predict(X: Array, parameters: Mapping[str, Array]) -> Array:
    """Return the labels (n_L, m) of X (n_0, m): 1.0 where an output exceeds 1/2, else 0.0."""
    A = X
    for layer in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A = np.maximum(0.0, Z)
    return np.where(Z > 0, 1.0, 0.0)


def _sigmoid(Z: Array) -> Array:
    half: Array = (1.0 + np.tanh(Z / 2)) / 2
    return half
