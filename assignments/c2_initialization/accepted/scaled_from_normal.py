# Xavier and He are made from the plain scheme at scale 1, layer by layer; training by a generator.

import math

import numpy as np
from nethelp import cost_and_grads


def initialize_parameters_zeros(layers_dims):
    return initialize_parameters_random(layers_dims, 0, 0)


def initialize_parameters_random(layers_dims, scale, seed):
    rng = np.random.default_rng(seed)
    parameters, n_prev = {}, layers_dims[0]
    for layer, n in enumerate(layers_dims[1:], start=1):
        parameters[f"W{layer}"] = scale * rng.standard_normal(size=(n, n_prev))
        parameters[f"b{layer}"] = np.array([[0.0]] * n)
        n_prev = n
    return parameters


def _rescaled(layers_dims, seed, c):
    parameters = initialize_parameters_random(layers_dims, 1.0, seed)
    for name in parameters:
        if name.startswith("W"):
            parameters[name] *= math.sqrt(c / parameters[name].shape[1])
    return parameters


def initialize_parameters_xavier(layers_dims, seed):
    return _rescaled(layers_dims, seed, initialization_gain("linear"))


def initialize_parameters_he(layers_dims, seed):
    return _rescaled(layers_dims, seed, initialization_gain("relu"))


def initialize_parameters_glorot_uniform(layers_dims, seed):
    rng = np.random.RandomState(seed)
    parameters = initialize_parameters_zeros(layers_dims)
    for layer in range(1, len(layers_dims)):
        n, n_prev = parameters[f"W{layer}"].shape
        r = math.sqrt(6.0 / (n + n_prev))
        parameters[f"W{layer}"] = rng.uniform(-r, r, (n, n_prev))
    return parameters


def initialization_gain(activation, alpha=0.01):
    if activation not in ("linear", "tanh", "relu", "leaky_relu"):
        raise ValueError("activation")
    share = 1.0
    if "relu" in activation:
        share = 0.5
        if activation == "leaky_relu":
            share += 0.5 * alpha * alpha
    return 1.0 / share


def _signals(parameters, X, g):
    layer = 1
    while f"W{layer}" in parameters:
        X = g(parameters[f"W{layer}"] @ X + parameters[f"b{layer}"])
        yield X
        layer += 1


def activation_stds(parameters, X, activation):
    if activation == "relu":
        g = lambda Z: np.maximum(0, Z)  # noqa: E731
    elif activation == "tanh":
        g = np.tanh
    elif activation == "linear":
        g = np.array
    else:
        raise ValueError("activation")
    return [A.var() ** 0.5 for A in _signals(parameters, X, g)]


def _descent(X, Y, parameters, learning_rate):
    while True:
        cost, grads = cost_and_grads(X, Y, parameters)
        yield cost
        for name in parameters:
            parameters[name] = parameters[name] - learning_rate * grads["d" + name]


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        start = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        start = initialize_parameters_random(layers_dims, 10, seed)
    elif init == "xavier":
        start = initialize_parameters_xavier(layers_dims, seed)
    elif init == "he":
        start = initialize_parameters_he(layers_dims, seed)
    else:
        raise ValueError("init")
    steps = _descent(X, Y, start, learning_rate)
    costs = [next(steps) for _ in range(num_iterations)]
    if num_iterations:
        # The generator waits before its last step: let it take that, and pay the cost once more.
        next(steps)
    return start, costs
