# Works in place, on copies: deep copies of the parameters, augmented assignments everywhere.

import copy

import numpy as np


def sigmoid(z):
    out = np.array(z, dtype=np.float64)
    np.negative(out, out=out)
    np.minimum(out, 700, out=out)
    np.exp(out, out=out)
    out += 1
    return np.divide(1.0, out, out=out)


def initialize(n_x):
    w = np.empty((n_x, 1))
    w.fill(0)
    return w, 0.0


def optimize(w, b, X, Y, num_iterations=2000, learning_rate=0.01, record_every=100):
    params = {"w": copy.deepcopy(w), "b": copy.deepcopy(b)}
    grads = {"dw": np.zeros_like(params["w"]), "db": 0.0}
    costs = []
    done = 0
    while done < num_iterations:
        grads, cost = propagate(params["w"], params["b"], X, Y)  # noqa: F821
        if done % record_every == 0:
            costs += [np.float64(cost)]
        for name in params:
            params[name] -= learning_rate * grads["d" + name]
        done += 1
    return params, grads, costs


def predict(w, b, X):
    A = sigmoid(w.T @ X + b)
    A[A > 0.5] = 1
    A[A <= 0.5] = 0
    return A
