# Writes into arrays of its own, or that it may write into; steps by augmented assignment.

import copy

import numpy as np


def initialize_parameters(n_x, n_h, n_y, seed):
    generator = np.random.Generator(np.random.PCG64(seed))
    parameters = {}
    for layer, (rows, columns) in enumerate([(n_h, n_x), (n_y, n_h)], start=1):
        W = np.empty((rows, columns))
        generator.standard_normal(out=W)
        W *= 0.01
        parameters[f"W{layer}"] = W
        parameters[f"b{layer}"] = np.zeros_like(W[:, :1])
    return parameters


def forward_propagation(X, parameters, activation="tanh"):
    Z1 = parameters["W1"] @ X
    Z1 += parameters["b1"]
    A1 = Z1.copy()
    if activation == "tanh":
        np.tanh(A1, out=A1)
    elif activation == "relu":
        A1[A1 < 0] = 0
    else:
        raise ValueError(activation)
    A2 = parameters["W2"] @ A1
    A2 += parameters["b2"]
    np.negative(A2, out=A2)
    np.exp(A2, out=A2)
    A2 += 1
    np.divide(1, A2, out=A2)
    return A2, {"Z1": Z1, "A1": A1, "A2": A2}


def backward_propagation(parameters, cache, X, Y, activation="tanh"):
    m = Y.shape[-1]
    dZ2 = cache["A2"].copy()
    dZ2 -= Y
    dZ2 /= m
    dZ1 = parameters["W2"].T @ dZ2
    if activation == "tanh":
        dZ1 *= 1 - np.square(cache["A1"])
    else:
        dZ1[cache["Z1"] < 0] = 0
    return {
        "dW1": dZ1 @ X.T,
        "db1": np.sum(dZ1, axis=1, keepdims=True),
        "dW2": dZ2 @ cache["A1"].T,
        "db2": np.sum(dZ2, axis=1, keepdims=True),
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    for name in parameters:
        parameters[name] -= learning_rate * grads["d" + name]
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
    parameters = copy.deepcopy(initial)
    if parameters is None:
        n_x, n_h, n_y = layer_sizes(X, Y, n_h)  # noqa: F821
        parameters = initialize_parameters(n_x, n_h, n_y, seed)
    costs = []
    while len(costs) < num_iterations:
        A2, cache = forward_propagation(X, parameters, activation)
        costs.append(compute_cost(A2, Y))  # noqa: F821
        update_parameters(
            parameters, backward_propagation(parameters, cache, X, Y, activation), learning_rate
        )
    return parameters, tuple(costs)


def predict(parameters, X, activation="tanh"):
    A2, _ = forward_propagation(X, parameters, activation)
    A2[A2 > 0.5] = 1
    A2[A2 < 1] = 0
    return A2
