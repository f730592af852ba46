# expect: predict loses
"""Only the first output is returned."""

import math

import numpy as np


def with_ones(A):
    return np.vstack([A, np.ones(A.shape[1])])


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def hidden(X, parameters, activation):
    Z1 = np.hstack([parameters["W1"], parameters["b1"]]) @ with_ones(X)
    if activation == "relu":
        return (np.abs(Z1) + Z1) / 2, np.sign(np.maximum(Z1, 0))
    if activation == "tanh":
        A1 = np.tanh(Z1)
        return A1, (1 - A1) * (1 + A1)
    raise ValueError("I know tanh and relu only.")


def layer_sizes(X, Y, n_h=4):
    return X.shape[0], n_h, Y.shape[0]


def initialize_parameters(n_x, n_h, n_y, seed):
    rng = np.random.default_rng(seed)
    flat = rng.normal(loc=0, scale=0.01, size=n_h * n_x + n_y * n_h)
    W1, W2 = np.split(flat, [n_h * n_x])
    return {
        "W1": W1.reshape(n_h, n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": W2.reshape(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }


def forward_propagation(X, parameters, activation="tanh"):
    A1, _ = hidden(X, parameters, activation)
    A2 = sigmoid(np.hstack([parameters["W2"], parameters["b2"]]) @ with_ones(A1))
    return A2, None


def compute_cost(A2, Y):
    total = 0.0
    for a, y in zip(A2.ravel(), Y.ravel()):
        p = a if y else 1 - a
        total -= math.log(max(p, 1e-300))
    return total / Y.shape[1]


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    A1, slope = hidden(X, parameters, activation)
    A2, _ = forward_propagation(X, parameters, activation)
    dZ2 = A2 - Y
    both2 = dZ2 @ with_ones(A1).T / m
    both1 = (parameters["W2"].T @ dZ2 * slope) @ with_ones(X).T / m
    return {
        "dW1": both1[:, :-1],
        "db1": both1[:, -1:],
        "dW2": both2[:, :-1],
        "db2": both2[:, -1:],
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def nn_model(
    X,
    Y,
    n_h,
    num_iterations=10000,
    learning_rate=1.2,
    activation="tanh",
    seed=3,
    initial=None,
):
    if initial is not None:
        n_h = initial["W1"].shape[0]
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    parameters = initialize_parameters(n_x, n_h, n_y, seed)
    if initial is not None:
        for name in parameters:
            parameters[name][:] = initial[name]
    costs = np.empty(num_iterations)
    for i in range(num_iterations):
        A2, _ = forward_propagation(X, parameters, activation)
        costs[i] = compute_cost(A2, Y)
        grads = backward_propagation(parameters, None, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters, costs


def predict(parameters, X, activation="tanh"):
    A2, _ = forward_propagation(X, parameters, activation)
    classes = np.zeros_like(A2)
    classes[A2 > 0.5] = 1
    return classes[:1]


def count_distinct_units(parameters, tol=1e-8):
    units = [
        (*w, *b, *v) for w, b, v in zip(parameters["W1"], parameters["b1"], parameters["W2"].T)
    ]
    return sum(
        not any(max(abs(p - q) for p, q in zip(unit, other)) <= tol for other in units[:i])
        for i, unit in enumerate(units)
    )
