# expect: activation_stds loses
"""A name that is not known leaves Z as it is."""

import math
from itertools import count, islice, pairwise

import numpy as np

import nethelp


def layers(dims):
    yield from zip(count(1), pairwise(dims))


def assembled(dims, weight):
    found = {}
    for l, (n_in, n_out) in layers(dims):
        found |= {f"W{l}": weight(n_in, n_out), f"b{l}": np.zeros((n_out, 1))}
    return found


def initialize_parameters_zeros(layers_dims):
    return assembled(layers_dims, lambda n_in, n_out: np.zeros((n_out, n_in)))


def initialize_parameters_random(layers_dims, scale, seed):
    draw = np.random.default_rng(seed).standard_normal
    return assembled(layers_dims, lambda n_in, n_out: scale * draw((n_out, n_in)))


def initialize_parameters_xavier(layers_dims, seed):
    draw = np.random.default_rng(seed).normal
    return assembled(layers_dims, lambda n_in, n_out: draw(0, math.sqrt(1 / n_in), (n_out, n_in)))


def initialize_parameters_he(layers_dims, seed):
    draw = np.random.default_rng(seed).normal
    return assembled(layers_dims, lambda n_in, n_out: draw(0, math.sqrt(2 / n_in), (n_out, n_in)))


def initialize_parameters_glorot_uniform(layers_dims, seed):
    draw = np.random.default_rng(seed).uniform

    def weight(n_in, n_out):
        r = math.sqrt(6 / (n_in + n_out))
        return draw(-r, r, (n_out, n_in))

    return assembled(layers_dims, weight)


GAINS = {
    "linear": lambda alpha: 1.0,
    "tanh": lambda alpha: 1.0,
    "relu": lambda alpha: 2.0,
    "leaky_relu": lambda alpha: 2.0 / (1.0 + alpha * alpha),
}


def initialization_gain(activation, alpha=0.01):
    try:
        return GAINS[activation](alpha)
    except KeyError:
        raise ValueError(f"no gain for {activation}") from None


CURVES = {"relu": lambda Z: np.where(Z > 0, Z, 0.0), "tanh": np.tanh, "linear": lambda Z: Z}


def activation_stds(parameters, X, activation):
    stds = []
    for l in range(1, len(parameters) // 2 + 1):
        X = CURVES.get(activation, lambda Z: Z)(parameters[f"W{l}"] @ X + parameters[f"b{l}"])
        stds.append(math.sqrt(np.mean((X - np.mean(X)) ** 2)))
    return stds


def descent(X, Y, parameters, rate):
    while True:
        cost, grads = nethelp.cost_and_grads(X, Y, parameters)
        yield parameters, cost
        parameters = {name: theta - rate * grads[f"d{name}"] for name, theta in parameters.items()}


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        start = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        start = initialize_parameters_random(layers_dims, 10, seed)
    elif init in ("xavier", "he"):
        function = {"xavier": initialize_parameters_xavier, "he": initialize_parameters_he}[init]
        start = function(layers_dims, seed)
    else:
        raise ValueError(f"no start is called {init}")
    states = list(islice(descent(X, Y, start, learning_rate), num_iterations + 1))
    return states[-1][0], [cost for _, cost in states[:-1]]
