# Costs as (1, 1) arrays, gradients as nested lists, labels (m,); a list as cache.

import numpy as np


def layer_sizes(X, Y, n_h=4):
    return [np.size(X, 0), np.int32(n_h), np.size(Y, 0)]


def initialize_parameters(n_x, n_h, n_y, seed):
    np.random.seed(seed)
    W1 = np.random.randn(n_h, n_x) / 100
    W2 = np.random.randn(n_y, n_h) / 100
    return {"W2": W2, "W1": W1, "b2": np.zeros((n_y, 1), int), "b1": [[0.0]] * n_h}


def forward_propagation(X, parameters, activation="tanh"):
    W1, b1, W2, b2 = (np.array(parameters[key]) for key in ("W1", "b1", "W2", "b2"))
    if activation not in {"relu", "tanh"}:

        class NoSuchActivation(ValueError):
            pass

        raise NoSuchActivation(activation)
    Z1 = np.add(np.matmul(W1, X), b1)
    A1 = {"relu": lambda: Z1.clip(min=0), "tanh": lambda: np.tanh(Z1)}[activation]()
    A2 = 0.5 * (1 + np.tanh(0.5 * np.add(np.matmul(W2, A1), b2)))
    return A2, [A1, A2]


def compute_cost(A2, Y):
    m = np.size(Y, axis=1)
    A2 = np.where(A2 < 1e-10, 1e-10, np.where(A2 > 1 - 1e-10, 1 - 1e-10, A2))
    per_output = (Y * np.log(A2) + (1 - Y) * np.log(1 - A2)).sum(axis=1, keepdims=True)
    return -per_output.sum(axis=0, keepdims=True) / m


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    A1, A2 = cache
    m = X.shape[1]
    dZ2 = np.subtract(A2, Y)
    dZ1 = np.dot(np.transpose(parameters["W2"]), dZ2)
    dZ1 = dZ1 * ((1 - A1) * (1 + A1) if activation == "tanh" else A1 != 0)
    dW1, db1 = np.dot(dZ1, X.T) / m, np.average(dZ1, axis=1).reshape((-1, 1))
    dW2, db2 = np.dot(dZ2, A1.T) / m, np.average(dZ2, axis=1).reshape((-1, 1))
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return {name: value.tolist() for name, value in grads.items()}


def update_parameters(parameters, grads, learning_rate=1.2):
    return {
        name: np.asarray(value) - learning_rate * np.asarray(grads[f"d{name}"])
        for name, value in parameters.items()
    }


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
    parameters = initial or initialize_parameters(*layer_sizes(X, Y, n_h), seed)
    costs = np.empty(num_iterations)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        costs[i] = compute_cost(A2, Y).item()
        parameters = update_parameters(
            parameters, backward_propagation(parameters, cache, X, Y, activation), learning_rate
        )
    return [parameters, costs]


def predict(parameters, X, activation="tanh"):
    A2, _ = forward_propagation(X, parameters, activation)
    labels = A2 > 0.5
    return labels[0] if len(labels) == 1 else labels


def count_distinct_units(parameters, tol=1e-8):
    unit = lambda i: (parameters["W1"][i], parameters["b1"][i], parameters["W2"][:, i])  # noqa: E731
    far = lambda p, q: max(np.max(np.abs(a - b)) for a, b in zip(p, q, strict=True)) > tol  # noqa: E731
    kinds = []
    for i in range(len(parameters["W1"])):
        if all(far(unit(i), kind) for kind in kinds):
            kinds.append(unit(i))
    return np.array([len(kinds)])
