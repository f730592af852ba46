# exercise: batchnorm_forward
import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    # statistics of each unit
    mu = np.mean(Z, axis=1, keepdims=True)
    centered = Z - mu
    variance = np.mean(centered ** 2, axis=1, keepdims=True)
    inv = 1.0 / (np.sqrt(variance) + eps)  # WRONG: eps must stand inside the root, 1/sqrt(var + eps); here it is added after the root.
    norm = centered * inv
    result = gamma * norm + beta
    return result, {"xhat": norm, "inv_std": inv, "gamma": gamma}
