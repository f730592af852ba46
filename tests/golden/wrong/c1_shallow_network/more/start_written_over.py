# expect: nn_model loses
"""`initial` is copied as a dict, its arrays are not: training writes into them."""

import numpy as np


def layer_sizes(X, Y, n_h=4):
    (n_x, _), (n_y, _) = X.shape, Y.shape
    return [n_x, n_h, n_y]


def initialize_parameters(n_x, n_h, n_y, seed):
    np.random.seed(seed)
    W1 = np.random.randn(n_h, n_x) * 0.01
    W2 = np.random.randn(n_y, n_h) * 0.01
    b1 = np.zeros(shape=(n_h, 1))
    b2 = np.zeros(shape=(n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def sigmoid(x):
    s = np.empty_like(x)
    positive = x > 0
    s[positive] = 1 / (1 + np.exp(-x[positive]))
    grown = np.exp(x[~positive])
    s[~positive] = grown / (1 + grown)
    return s


def forward_propagation(X, parameters, activation="tanh"):
    if activation not in ("tanh", "relu"):
        raise ValueError("activation must be tanh or relu")
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    Z1 = np.dot(W1, X) + b1
    if activation == "relu":
        A1 = Z1 * (Z1 > 0)
    else:
        A1 = np.tanh(Z1)
    A2 = sigmoid(np.dot(W2, A1) + b2)
    return A2, (A1, A2)


def compute_cost(A2, Y):
    m = A2.shape[1]
    p = np.where(Y == 1, A2, 1 - A2)
    logs = np.log(np.maximum(p, 1e-12))
    return np.squeeze(-np.sum(logs) / m)


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    A1, A2 = cache
    m = Y.shape[1]
    d = A2 - Y
    grads = {}
    grads["dW2"] = np.dot(d, A1.T) / m
    grads["db2"] = np.mean(d, axis=1, keepdims=True)
    d = np.dot(parameters["W2"].T, d)
    # relu: A1 > 0 exactly where Z1 > 0
    d *= (A1 > 0) if activation == "relu" else (1 - np.power(A1, 2))
    grads["dW1"] = np.dot(d, X.T) / m
    grads["db1"] = np.mean(d, axis=1, keepdims=True)
    return grads


def update_parameters(parameters, grads, learning_rate=1.2):
    for key in ["W1", "b1", "W2", "b2"]:
        parameters[key] -= learning_rate * grads["d" + key]
    return parameters


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
        parameters = dict(initial)
    else:
        sizes = layer_sizes(X, Y, n_h)
        parameters = initialize_parameters(*sizes, seed)
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        costs[i] = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y, activation)
        update_parameters(parameters, grads, learning_rate)
    return parameters, list(costs)


def predict(parameters, X, activation="tanh"):
    probabilities, _ = forward_propagation(X, parameters, activation)
    return probabilities > 0.5


def count_distinct_units(parameters, tol=1e-8):
    W1, b1, W2 = parameters["W1"], parameters["b1"], parameters["W2"]
    n_h = W1.shape[0]
    count = 0
    for i in range(n_h):
        is_new = True
        for j in range(i):
            same_in = np.abs(W1[i] - W1[j]).max() <= tol
            same_bias = abs(b1[i, 0] - b1[j, 0]) <= tol
            same_out = np.abs(W2[:, i] - W2[:, j]).max() <= tol
            if same_in and same_bias and same_out:
                is_new = False
        if is_new:
            count += 1
    return count
