# Everything spelt out, name by name, with asserts and boolean masks; a cache of many parts.

import numpy as np


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))


def layer_sizes(X, Y, n_h=4):
    n_x = X.shape[0]
    n_y = Y.shape[0]
    return (n_x, n_h, n_y)


def initialize_parameters(n_x, n_h, n_y, seed):
    np.random.seed(seed)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros(shape=(n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros(shape=(n_y, 1))
    assert W1.shape == (n_h, n_x)
    assert b2.shape == (n_y, 1)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def forward_propagation(X, parameters, activation="tanh"):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    if activation == "tanh":
        A1 = np.tanh(Z1)
    elif activation == "relu":
        A1 = relu(Z1)
    else:
        raise ValueError("unknown activation " + str(activation))
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    assert A2.shape == (W2.shape[0], X.shape[1])
    cache = (((X, W1, b1), Z1), A1, ((A1, W2, b2), Z2), A2)
    return A2, cache


def compute_cost(A2, Y):
    m = Y.shape[1]
    A2 = np.copy(A2)
    A2[A2 == 0] = 1e-15
    A2[A2 == 1] = 1 - 1e-15
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    cost = -1 / m * np.sum(logprobs)
    return float(np.squeeze(cost))


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = X.shape[1]
    ((_, _, _), Z1), A1, ((_, W2, _), _), A2 = cache
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    if activation == "tanh":
        dZ1 = np.multiply(dA1, 1 - np.power(A1, 2))
    else:
        dZ1 = np.array(dA1, copy=True)
        dZ1[Z1 <= 0] = 0
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


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
    print_cost=False,
):
    n_x, n_h, n_y = layer_sizes(X, Y, n_h)
    if initial is not None:
        parameters = dict(initial)
    else:
        parameters = initialize_parameters(n_x, n_h, n_y, seed)
    costs = []
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters, activation)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y, activation)
        parameters = update_parameters(parameters, grads, learning_rate)
        costs.append(cost)
        if print_cost and i % 1000 == 0:
            print(f"Cost after iteration {i}: {cost}")
    return parameters, costs


def predict(parameters, X, activation="tanh"):
    A2 = forward_propagation(X, parameters, activation)[0]
    return A2 > 0.5


def count_distinct_units(parameters, tol=1e-8):
    rows = []
    for i in range(parameters["W1"].shape[0]):
        pieces = [parameters["W1"][i, :], parameters["b1"][i], parameters["W2"][:, i]]
        row = np.concatenate(pieces)
        if not any(np.allclose(row, other, rtol=0, atol=tol) for other in rows):
            rows.append(row)
    return len(rows)
