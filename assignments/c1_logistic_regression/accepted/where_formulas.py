# A formula per class, chosen with np.where; integers as classes.

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    decay = np.exp(-np.abs(z))
    return np.where(z < 0, decay / (1 + decay), 1 / (1 + decay))


def compute_cost(A, Y):
    given_to_the_truth = np.where(Y == 1, A, 1 - A)
    return np.average(-np.log(np.where(given_to_the_truth > 0, given_to_the_truth, 1e-300)))


def propagate(w, b, X, Y):
    A = sigmoid((w * X).sum(axis=0, keepdims=True) + b)
    dz = np.where(Y == 1, A - 1, A)
    return {"dw": (X * dz).mean(axis=1, keepdims=True), "db": dz.mean()}, compute_cost(A, Y)


def predict(w, b, X):
    return np.where(sigmoid(X.T @ w + b) > 0.5, 1, 0).T


def curvature(w, x, y, loss):
    assert loss in ("bce", "mse")
    x, y = np.array(x), np.array(y)
    a = sigmoid(w * x)
    of_one = a * (1 - a) ** 2 * (3 * a - 1)
    of_zero = a**2 * (1 - a) * (2 - 3 * a)
    bend = np.where(y == 1, of_one, of_zero) if loss == "mse" else a - np.square(a)
    return (np.square(x) * bend).mean()
