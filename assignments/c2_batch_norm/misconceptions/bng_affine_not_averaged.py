"""bn_network_gradients divides by m where the weights are, as in course 1, and only there."""

import numpy as np


def bn_network_gradients(
    X: np.ndarray, Y: np.ndarray, parameters: dict[str, np.ndarray], eps: float = 1e-8
) -> tuple[float, dict[str, np.ndarray]]:
    m = X.shape[1]
    gamma, beta = parameters["gamma1"], parameters["beta1"]
    Z1 = parameters["W1"] @ X + parameters["b1"]
    N1, cache = batchnorm_forward(Z1, gamma, beta, eps)  # noqa: F821
    A1 = np.maximum(0.0, N1)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    cost = float(np.sum(np.logaddexp(0.0, Z2) - Y * Z2) / m)
    dZ2 = (1 + np.tanh(Z2 / 2)) / 2 - Y
    back = batchnorm_backward((parameters["W2"].T @ dZ2) * (N1 > 0), cache)  # noqa: F821
    dZ1, dgamma1, dbeta1 = back
    return cost, {
        "dW1": dZ1 @ X.T / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dgamma1": dgamma1,
        "dbeta1": dbeta1,
        "dW2": dZ2 @ A1.T / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }
