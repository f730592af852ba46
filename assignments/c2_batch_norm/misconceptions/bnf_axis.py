"""batchnorm_forward normalises every example over the units."""

import numpy as np


def batchnorm_forward(
    Z: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float = 1e-8
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    mean, var = np.mean(Z, axis=0, keepdims=True), np.var(Z, axis=0, keepdims=True)
    inv_std = 1 / np.sqrt(var + eps)
    xhat = (Z - mean) * inv_std
    return gamma * xhat + beta, {"xhat": xhat, "inv_std": inv_std, "gamma": gamma}
