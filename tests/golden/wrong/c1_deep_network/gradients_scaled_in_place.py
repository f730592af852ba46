# expect: update_parameters loses
"""The gradients are multiplied by the rate in place."""

import numpy as np

RELU, SIGMOID, TANH = "relu", "sigmoid", "tanh"


def count_parameters(layer_dims):
    shapes = [(layer_dims[i + 1], layer_dims[i]) for i in range(len(layer_dims) - 1)]
    return np.sum([rows * columns + rows for rows, columns in shapes])


def initialize_parameters_deep(layer_dims, seed):
    rng = np.random.default_rng(seed=seed)
    L = len(layer_dims) - 1
    Ws = {
        f"W{l}": rng.standard_normal(size=(layer_dims[l], layer_dims[l - 1]))
        / layer_dims[l - 1] ** 0.5
        for l in range(1, L + 1)
    }
    bs = {f"b{l}": np.zeros((layer_dims[l], 1)) for l in range(1, L + 1)}
    return Ws | bs


def linear_forward(A, W, b):
    m = A.shape[1]

    def back(dZ):
        dA = W.T @ dZ
        dW = 1 / m * (dZ @ A.T)
        db = 1 / m * dZ.sum(axis=1)[:, np.newaxis]
        return dA, dW, db

    return W @ A + b, back


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_back = linear_forward(A_prev, W, b)
    if activation == RELU:
        A = np.maximum(Z, 0)
        slope = np.sign(A)
    elif activation == SIGMOID:
        e = np.exp(-np.abs(Z))
        A = np.where(Z > 0, 1 / (1 + e), e / (1 + e))
        slope = e / (1 + e) ** 2
    elif activation == TANH:
        A = np.tanh(Z)
        slope = 1 - A**2
    else:
        raise ValueError("I only know relu, sigmoid and tanh.")
    return A, (linear_back, slope)


def L_model_forward(X, parameters):
    L = len(parameters) // 2
    A = X
    caches = [None] * L
    for i in range(L):
        W, b = parameters[f"W{i + 1}"], parameters[f"b{i + 1}"]
        A, caches[i] = linear_activation_forward(A, W, b, SIGMOID if i + 1 == L else RELU)
    return A, caches


def compute_cost(AL, Y):
    m = Y.shape[1]
    A = np.where(Y == 1, AL, 1 - AL)
    A = np.where(A < 1e-15, 1e-15, A)
    return np.full((1, 1), -np.log(A).sum() / m)


def linear_backward(dZ, cache):
    return cache(dZ)


def linear_activation_backward(dA, cache, activation):
    linear_back, slope = cache
    return linear_backward(dA * slope, linear_back)


def L_model_backward(AL, Y, caches):
    grads = {}
    dZ = AL - Y
    for l, (linear_back, _) in reversed(list(enumerate(caches, start=1))):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = linear_backward(dZ, linear_back)
        if l > 1:
            dZ = dA * caches[l - 2][1]
    return grads


def update_parameters(parameters, grads, learning_rate):
    for name, theta in parameters.items():
        slope = grads["d" + name]
        slope *= learning_rate
        theta -= slope
    return parameters


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    parameters, costs = initialize_parameters_deep(layers_dims, seed), []

    def step():
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y).item())
        update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)

    for _ in range(num_iterations):
        step()
    return parameters, costs


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    result = np.zeros(AL.shape)
    result[AL > 0.5] = 1
    return result
