"""A dict for each layer's cache, with its activation inside; in-place updates; np.dot."""

import numpy as np


def logistic(z):
    return 0.5 * (1.0 + np.tanh(z / 2.0))


ACTIVATIONS = {
    "relu": (lambda z: np.where(z > 0, z, 0.0), lambda z, a: np.where(z > 0, 1.0, 0.0)),
    "sigmoid": (logistic, lambda z, a: a * (1.0 - a)),
    "tanh": (np.tanh, lambda z, a: 1.0 - a * a),
}


def count_parameters(layer_dims):
    return sum(n * (before + 1) for before, n in zip(layer_dims, layer_dims[1:]))


def initialize_parameters_deep(layer_dims, seed):
    np.random.seed(seed)
    parameters = {}
    for i, (before, n) in enumerate(zip(layer_dims[:-1], layer_dims[1:])):
        parameters["W" + str(i + 1)] = np.random.randn(n, before) * np.sqrt(1 / before)
        parameters["b" + str(i + 1)] = np.zeros((n, 1))
    return parameters


def linear_forward(A, W, b):
    return np.dot(W, A) + b, {"A": A, "W": W}


def linear_activation_forward(A_prev, W, b, activation):
    if activation not in ACTIVATIONS:
        raise ValueError("activation must be relu, sigmoid or tanh")
    Z, cache = linear_forward(A_prev, W, b)
    A = ACTIVATIONS[activation][0](Z)
    return A, {**cache, "Z": Z, "out": A}


def L_model_forward(X, parameters):
    L = sum(name.startswith("W") for name in parameters)
    A = X
    caches = []
    for layer in range(L):
        key = str(layer + 1)
        A, cache = linear_activation_forward(
            A,
            parameters["W" + key],
            parameters["b" + key],
            "sigmoid" if layer == L - 1 else "relu",
        )
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    m = AL.shape[1]
    p = np.where(Y > 0.5, AL, 1.0 - AL)
    p = np.maximum(p, 1e-300)
    return float(np.sum(-np.log(p)) / m)


def linear_backward(dZ, cache):
    m = dZ.shape[1]
    dW = np.dot(dZ, cache["A"].T) / m
    db = np.mean(dZ, axis=1).reshape(-1, 1)
    return np.dot(cache["W"].T, dZ), dW, db


def linear_activation_backward(dA, cache, activation):
    slope = ACTIVATIONS[activation][1](cache["Z"], cache["out"])
    return linear_backward(np.multiply(dA, slope), cache)


def L_model_backward(AL, Y, caches):
    grads = {}
    dZ = AL - Y
    for layer in reversed(range(len(caches))):
        cache = caches[layer]
        if layer < len(caches) - 1:
            dA, dW, db = linear_activation_backward(dA, cache, "relu")
        else:
            dA, dW, db = linear_backward(dZ, cache)
        grads["dA" + str(layer)] = dA
        grads["dW" + str(layer + 1)] = dW
        grads["db" + str(layer + 1)] = db
    return grads


def update_parameters(parameters, grads, learning_rate):
    L = len(parameters) // 2
    for i in range(1, L + 1):
        parameters[f"W{i}"] -= learning_rate * grads[f"dW{i}"]
        parameters[f"b{i}"] -= learning_rate * grads[f"db{i}"]
    return parameters


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        costs[i] = compute_cost(AL, Y)
        update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, costs.tolist()


def predict(X, parameters):
    return L_model_forward(X, parameters)[0] > 0.5
