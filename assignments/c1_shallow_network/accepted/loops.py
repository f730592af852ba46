# Loops over units and examples wherever they are allowed; costs as Python floats.

import math

import numpy as np


def layer_sizes(X, Y, n_h=4):
    return [len(X), n_h, len(Y)]


def initialize_parameters(n_x, n_h, n_y, seed):
    rng = np.random.default_rng(seed)

    def layer(rows, columns):
        return np.array([[0.01 * rng.normal() for _ in range(columns)] for _ in range(rows)])

    W2, W1 = layer(n_y, n_h), layer(n_h, n_x)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def dense(W, b, A):
    Z = np.empty((W.shape[0], A.shape[1]))
    for i in range(W.shape[0]):
        for j in range(A.shape[1]):
            Z[i, j] = sum(W[i, k] * A[k, j] for k in range(A.shape[0])) + b[i, 0]
    return Z


def forward_propagation(X, parameters, activation="tanh"):
    if activation == "tanh":
        g = math.tanh
    elif activation == "relu":
        g = lambda z: max(z, 0.0)  # noqa: E731
    else:
        raise ValueError("unknown activation")
    if X.shape[1] > 20:  # slow, but it need not be slow in training
        Z1 = parameters["W1"] @ X + parameters["b1"]
        A1 = np.tanh(Z1) if activation == "tanh" else np.maximum(Z1, 0)
        A2 = 1 / (1 + np.exp(-(parameters["W2"] @ A1 + parameters["b2"])))
        return A2, (A1, A2)
    Z1 = dense(parameters["W1"], parameters["b1"], X)
    A1 = np.array([[g(z) for z in row] for row in Z1])
    Z2 = dense(parameters["W2"], parameters["b2"], A1)
    A2 = np.array([[(1 + math.tanh(z / 2)) / 2 for z in row] for row in Z2])
    return [A2, (A1, A2)]


def compute_cost(A2, Y):
    total = 0.0
    for predicted, labels in zip(A2.tolist(), Y.tolist(), strict=True):
        for a, y in zip(predicted, labels, strict=True):
            truth = a if y == 1 else 1 - a
            total -= math.log(max(truth, 1e-12))
    return total / len(Y[0])


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    A1, A2 = cache
    m = Y.shape[1]
    dZ2 = A2 - Y
    dA1 = np.zeros_like(A1)
    for i in range(dZ2.shape[0]):  # over outputs
        dA1 += np.outer(parameters["W2"][i], dZ2[i])
    dZ1 = dA1 * ((1 - A1 * A1) if activation == "tanh" else np.sign(A1))
    return {
        "dW1": dZ1.dot(X.T) / m,
        "db1": dZ1.mean(axis=1).reshape(-1, 1),
        "dW2": dZ2.dot(A1.T) / m,
        "db2": dZ2.mean(axis=1)[:, None],
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    updated = {}
    for key in ("W1", "b1", "W2", "b2"):
        updated[key] = parameters[key] - learning_rate * grads["d" + key]
    return updated


def predict(parameters, X, activation="tanh"):
    A2, _ = forward_propagation(X, parameters, activation)
    return [[a > 0.5 for a in row] for row in A2]


def count_distinct_units(parameters, tol=1e-8):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    count = 0
    for i in range(W1.shape[0]):
        met = False
        for j in range(i):
            same = abs(b1[i, 0] - b1[j, 0]) <= tol
            same = same and all(abs(p - q) <= tol for p, q in zip(W1[i], W1[j], strict=True))
            same = same and all(abs(row[i] - row[j]) <= tol for row in W2)
            met = met or same
        count += not met
    return count
