# The global generator, deviations handed to it; keys sorted otherwise; lists of 0-d arrays.

import numpy as np
from nethelp import cost_and_grads


def initialize_parameters_zeros(layers_dims):
    parameters = {}
    L = len(layers_dims) - 1
    for l in range(1, L + 1):  # noqa: E741
        parameters["b" + str(l)] = np.zeros(layers_dims[l]).reshape(-1, 1)
        parameters["W" + str(l)] = np.zeros(shape=[layers_dims[l], layers_dims[l - 1]], dtype=float)
    return parameters


def _normal(layers_dims, deviation, seed):
    np.random.seed(seed)
    parameters = initialize_parameters_zeros(layers_dims)
    for l in range(1, len(layers_dims)):  # noqa: E741
        shape = parameters["W" + str(l)].shape
        parameters["W" + str(l)] = np.random.normal(0.0, deviation(shape[1]), shape)
    return parameters


def initialize_parameters_random(layers_dims, scale, seed):
    return _normal(layers_dims, lambda _: scale, seed)


def initialize_parameters_xavier(layers_dims, seed):
    return _normal(layers_dims, lambda n: n**-0.5, seed)


def initialize_parameters_he(layers_dims, seed):
    return _normal(layers_dims, lambda n: (n / 2) ** -0.5, seed)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    np.random.seed(seed)
    parameters = initialize_parameters_zeros(layers_dims)
    for l in range(1, len(layers_dims)):  # noqa: E741
        W = parameters["W" + str(l)]
        r = np.sqrt(6) / np.sqrt(sum(W.shape))
        W[:] = r * (2 * np.random.random_sample(W.shape) - 1)
    return parameters


def initialization_gain(activation, alpha=0.01):
    assert activation in ["linear", "tanh", "relu", "leaky_relu"], activation
    slope = {"relu": 0.0, "leaky_relu": alpha}.get(activation, 1.0)
    return np.array([[2 / (1 + slope**2)]])


def activation_stds(parameters, X, activation):
    assert activation in ("linear", "tanh", "relu")
    stds = np.zeros(len(parameters) // 2)
    A = X
    for l in range(len(stds)):  # noqa: E741
        A = np.dot(parameters[f"W{l + 1}"], A)
        A += parameters[f"b{l + 1}"]
        if activation == "relu":
            A[A < 0] = 0
        if activation == "tanh":
            np.tanh(A, out=A)
        stds[l] = A.std()
    return stds


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    assert init in ("zeros", "random", "xavier", "he")
    if init == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        parameters = initialize_parameters_random(layers_dims, 10, seed)
    else:
        starts = {"xavier": initialize_parameters_xavier, "he": initialize_parameters_he}
        parameters = starts[init](layers_dims, seed)
    costs = np.empty(num_iterations)
    for i in range(num_iterations):
        costs[i], grads = cost_and_grads(X, Y, parameters)
        for name in parameters:
            parameters[name] -= learning_rate * grads["d" + name]
    return [parameters, costs]
