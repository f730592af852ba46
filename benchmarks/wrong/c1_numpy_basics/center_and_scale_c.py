# exercise: center_and_scale
import numpy as np


def center_and_scale(X):
    const = X.max(axis=1, keepdims=True) == X.min(axis=1, keepdims=True)
    mu = np.mean(X, axis=0)  # WRONG: the features are the rows, so the mean must run along axis 1 (with keepdims=True); axis 0 averages over the features.
    D = X - mu
    sigma = np.mean(D ** 2, axis=1, keepdims=True)  # WRONG: this is the variance; the root is missing for the standard deviation.
    safe = np.where(const, 1, sigma)
    return np.where(const, 0, D / safe)
