# expect: initialization_gain loses
"""(1 + α)/2 in place of (1 + α²)/2."""

import numpy as np
from nethelp import cost_and_grads as given_network


def _dims(layers_dims):
    dims = [int(n) for n in layers_dims]
    if len(dims) < 2 or min(dims) < 1:
        raise ValueError("at least an input and a layer, each of one unit or more")
    return dims


def _empty(dims):
    """Biases only; whoever calls fills in the weights."""
    return {f"b{i}": np.zeros((dims[i], 1), dtype=np.float64) for i in range(1, len(dims))}


def initialize_parameters_zeros(layers_dims):
    dims = _dims(layers_dims)
    parameters = _empty(dims)
    for i in range(1, len(dims)):
        parameters[f"W{i}"] = np.zeros((dims[i], dims[i - 1]), dtype=np.float64)
    return parameters


def _gaussian(layers_dims, seed, sigma):
    dims = _dims(layers_dims)
    state = np.random.RandomState(seed)
    parameters = _empty(dims)
    for i in range(1, len(dims)):
        noise = state.normal(size=dims[i] * dims[i - 1]).reshape(dims[i], dims[i - 1])
        parameters[f"W{i}"] = noise * sigma(dims[i - 1])
    return parameters


def initialize_parameters_random(layers_dims, scale, seed):
    if scale < 0:
        raise ValueError("a deviation is never negative")
    return _gaussian(layers_dims, seed, lambda n: scale)


def initialize_parameters_xavier(layers_dims, seed):
    return _gaussian(layers_dims, seed, lambda n: np.sqrt(initialization_gain("tanh") / n))


def initialize_parameters_he(layers_dims, seed):
    return _gaussian(layers_dims, seed, lambda n: np.sqrt(initialization_gain("relu") / n))


def initialize_parameters_glorot_uniform(layers_dims, seed):
    dims = _dims(layers_dims)
    state = np.random.RandomState(seed)
    parameters = _empty(dims)
    for i in range(1, len(dims)):
        limit = (6 / (dims[i] + dims[i - 1])) ** 0.5
        parameters[f"W{i}"] = limit * state.uniform(-1.0, 1.0, (dims[i], dims[i - 1]))
    return parameters


def initialization_gain(activation, alpha=0.01):
    if activation not in ("linear", "tanh", "relu", "leaky_relu"):
        raise ValueError(f"{activation!r} is not known")
    left = {"relu": 0.5, "leaky_relu": (1 + alpha) / 2}.get(activation, 1.0)
    return np.float64(1.0) / left


def activation_stds(parameters, X, activation):
    if activation not in ("relu", "tanh", "linear"):
        raise ValueError(f"{activation!r} is not known")
    A = np.array(X, dtype=np.float64)
    found = []
    number = 1
    while f"W{number}" in parameters:
        A = parameters[f"W{number}"] @ A + parameters[f"b{number}"]
        if activation == "relu":
            A *= A > 0
        elif activation == "tanh":
            A = np.tanh(A)
        spread = A - np.mean(A)
        found.append(np.sqrt(np.mean(spread * spread)))
        number += 1
    return np.array(found)


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    dims = _dims(layers_dims)
    if init == "zeros":
        parameters = initialize_parameters_zeros(dims)
    elif init == "random":
        parameters = initialize_parameters_random(dims, 10, seed)
    elif init == "xavier":
        parameters = initialize_parameters_xavier(dims, seed)
    elif init == "he":
        parameters = initialize_parameters_he(dims, seed)
    else:
        raise ValueError(f"{init!r} is not known")
    costs = []
    while len(costs) < num_iterations:
        cost, grads = given_network(X, Y, parameters)
        costs.append(np.array([cost]))
        for name, slope in grads.items():
            parameters[name[1:]] -= learning_rate * slope
    return parameters, costs
