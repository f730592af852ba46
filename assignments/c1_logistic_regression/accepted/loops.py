# Plain Python loops and math wherever no check counts steps; features one by one elsewhere.

import math

import numpy as np


def sigmoid(z):
    values = np.asarray(z, dtype=float)
    out = np.empty(values.shape)
    for place, value in np.ndenumerate(values):
        if value >= 0:
            out[place] = 1 / (1 + math.exp(-value))
        else:
            grown = math.exp(value)
            out[place] = grown / (1 + grown)
    return out


def initialize(n_x):
    return np.array([[0.0] for _ in range(n_x)]), 0


def compute_cost(A, Y):
    total = 0.0
    for i in range(Y.shape[1]):
        likely = A[0, i] if Y[0, i] == 1 else 1 - A[0, i]
        total -= math.log(max(likely, 1e-12))
    return total / Y.shape[1]


def activations(w, b, X):
    z = np.full((1, X.shape[1]), float(b))
    for j in range(X.shape[0]):
        z = z + w[j, 0] * X[j : j + 1, :]
    return 1 / (1 + np.exp(-z))


def propagate(w, b, X, Y):
    A = activations(w, b, X)
    dw = np.zeros(w.shape)
    for j in range(X.shape[0]):
        dw[j, 0] = np.mean((A - Y)[0] * X[j])
    p = np.maximum(np.where(Y == 1, A, 1 - A), 1e-12)
    return {"dw": dw, "db": float(np.mean(A - Y))}, float(-np.mean(np.log(p)))


def predict(w, b, X):
    return np.round(activations(w, b, X)).astype(int)


def mse_propagate(w, b, X, Y):
    n_x, m = X.shape
    dw, db, cost = np.zeros((n_x, 1)), 0.0, 0.0
    for i in range(m):
        z = float(b)
        for j in range(n_x):
            z += w[j, 0] * X[j, i]
        a = 1 / (1 + math.exp(-z))
        d = (a - Y[0, i]) * a * (1 - a) / m
        for j in range(n_x):
            dw[j, 0] += d * X[j, i]
        db += d
        cost += (a - Y[0, i]) ** 2 / (2 * m)
    return {"dw": dw, "db": db}, cost


def curvature(w, x, y, loss):
    total = 0.0
    for xi, yi in zip(x, y, strict=True):
        a = 1 / (1 + math.exp(-w * xi))
        s = a * (1 - a)
        if loss == "bce":
            total += xi * xi * s
        elif loss == "mse":
            total += xi * xi * (s * s + (a - yi) * s * (1 - 2 * a))
        else:
            raise ValueError(loss)
    return total / len(x)
