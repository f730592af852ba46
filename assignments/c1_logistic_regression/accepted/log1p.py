# log1p and logaddexp: the sigmoid as the exponential of its logarithm; curvature through cosh.

import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0.0, np.negative(z)))


def compute_cost(A, Y):
    tiny = np.finfo(np.float64).tiny
    ones = -np.log(np.maximum(A, tiny))
    zeros = -np.log1p(-np.minimum(A, np.nextafter(1.0, 0.0)))
    return np.mean(Y * ones + (1 - Y) * zeros)


def propagate(w, b, X, Y):
    Z = w.T @ X + b
    dZ = (sigmoid(Z) - Y) / Y.shape[1]
    cost = np.mean(np.logaddexp(0, Z) - Y * Z)
    return {"dw": (dZ @ X.T).T, "db": dZ.sum()}, cost


def mse_propagate(w, b, X, Y):
    Z = w.T @ X + b
    dZ = (sigmoid(Z) - Y) / (4 * np.cosh(Z / 2) ** 2)
    grads = {"dw": np.inner(X, dZ) / Z.size, "db": np.inner(dZ[0], np.ones(Z.size)) / Z.size}
    return grads, 0.5 * np.var(sigmoid(Z) - Y) + 0.5 * np.mean(sigmoid(Z) - Y) ** 2


def curvature(w, x, y, loss):
    x, y = np.asarray(x, float), np.asarray(y, float)
    slope = 1 / (4 * np.cosh(w * x / 2) ** 2)
    if loss == "bce":
        return np.dot(x * x, slope) / len(x)
    if loss == "mse":
        bend = -slope * np.tanh(w * x / 2)
        return np.dot(x * x, slope**2 + (sigmoid(w * x) - y) * bend) / len(x)
    raise ValueError("bce or mse")
