"""bn_network_gradients normalises what comes out of relu."""

import numpy as np


def bn_network_gradients(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], eps: float = 1e-8
) -> tuple[float, dict[str, np.ndarray]]:
    m = X.shape[1]
    gamma, beta = parameters["gamma1"], parameters["beta1"]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1, cache = batchnorm_forward(np.maximum(0.0, Z1), gamma, beta, eps)  # noqa: F821
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    cost = float(np.sum(np.logaddexp(0.0, Z2) - Y * Z2) / m)
    dZ2 = ((1 + np.tanh(Z2 / 2)) / 2 - Y) / m
    dR1, dgamma1, dbeta1 = batchnorm_backward(parameters["W2"].T @ dZ2, cache)  # noqa: F821
    dZ1 = dR1 * (Z1 > 0)
    return cost, {
        "dW1": dZ1 @ X.T,
        "db1": np.sum(dZ1, axis=1, keepdims=True),
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dW2": dZ2 @ A1.T,
        "db2": np.sum(dZ2, axis=1, keepdims=True),
    }
