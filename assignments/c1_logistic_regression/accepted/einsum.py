# Every product is an einsum, and every sum a product with a vector of ones.

import numpy as np


def forward(w, b, X):
    return np.reciprocal(1 + np.exp(-(np.einsum("jk,ji->ki", w, X) + b)))


def propagate(w, b, X, Y):
    share = np.full(Y.shape[1], 1 / Y.shape[1])
    error = forward(w, b, X) - Y
    grads = {
        "dw": np.einsum("ji,ki,i->jk", X, error, share),
        "db": np.einsum("ki,i->", error, share),
    }
    return grads, compute_cost(error + Y, Y)  # noqa: F821


def predict(w, b, X):
    return np.heaviside(np.einsum("jk,ji->ki", w, X) + b, 0.0)


def mse_propagate(w, b, X, Y):
    share = np.full(Y.shape[1], 1 / Y.shape[1])
    A = forward(w, b, X)
    dZ = np.einsum("ki,ki,ki->ki", A - Y, A, 1 - A)
    grads = {"dw": np.einsum("ji,ki,i->jk", X, dZ, share), "db": np.einsum("ki,i->", dZ, share)}
    return grads, np.einsum("ki,ki,i->", A - Y, A - Y, share / 2)


def curvature(w, x, y, loss):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    a = np.reciprocal(1 + np.exp(-w * x))
    slope = a - a**2
    bends = {"bce": slope, "mse": slope**2 + (a - y) * (slope - 2 * a * slope)}
    if loss not in bends:
        raise KeyErrorAndValueError(loss)
    return np.einsum("i,i,i->", x, x, bends[loss]) / x.size


class KeyErrorAndValueError(KeyError, ValueError):
    """A subclass of ValueError is a ValueError."""
