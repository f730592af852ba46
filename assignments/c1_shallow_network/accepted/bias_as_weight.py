# The bias as one more weight, on an input that is always 1; the backward pass forward again.

import numpy as np


def with_ones(A):
    return np.vstack([A, np.ones((1, A.shape[1]))])


def forward_propagation(X, parameters, activation="tanh"):
    hidden = np.hstack([parameters["W1"], parameters["b1"]])
    output = np.hstack([parameters["W2"], parameters["b2"]])
    if activation == "tanh":
        e = np.exp(2 * hidden @ with_ones(X))
        A1 = (e - 1) / (e + 1)
    elif activation == "relu":
        Z1 = hidden @ with_ones(X)
        A1 = Z1 * (Z1 > 0)
    else:
        raise ValueError("activation: tanh or relu")
    log_odds = output @ with_ones(A1)
    e = np.exp(-np.abs(log_odds))
    return np.where(log_odds > 0, 1, e) / (1 + e), None


def compute_cost(A2, Y):
    truth = Y * A2 + (1 - Y) * (1 - A2)
    return -np.log(truth + 1e-12).sum() / Y.shape[1]


def hidden_units(X, parameters, activation):
    Z1 = parameters["W1"] @ X + parameters["b1"]
    return (np.tanh(Z1), 1 - np.tanh(Z1) ** 2) if activation == "tanh" else (Z1.clip(0), Z1 > 0)


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    A2, _ = forward_propagation(X, parameters, activation)
    A1, slope = hidden_units(X, parameters, activation)
    dZ2 = (A2 - Y) / m
    dZ1 = slope * (parameters["W2"].T @ dZ2)
    output, hidden = dZ2 @ with_ones(A1).T, dZ1 @ with_ones(X).T
    return {
        "dW1": hidden[:, :-1],
        "db1": hidden[:, -1:],
        "dW2": output[:, :-1],
        "db2": output[:, -1:],
    }


def predict(parameters, X, activation="tanh"):
    A1, _ = hidden_units(X, parameters, activation)
    return (parameters["W2"] @ A1 + parameters["b2"] > 0) + 0


def count_distinct_units(parameters, tol=1e-8):
    units = np.vstack([parameters["W1"].T, parameters["b1"].T, parameters["W2"]]).T
    count = 0
    while len(units):
        count += 1
        units = units[(np.abs(units - units[0]) > tol).any(axis=1)]
    return float(count)
