# Plain loops, weight by weight and entry by entry; RandomState and math.

import math

import numpy as np
from nethelp import cost_and_grads


def _build(layers_dims, draw):
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        W = np.empty((n, n_prev))
        b = np.empty((n, 1))
        for i in range(n):
            for j in range(n_prev):
                W[i, j] = draw(n_prev, n)
            b[i, 0] = 0
        parameters["W" + str(layer)] = W
        parameters["b" + str(layer)] = b
    return parameters


def initialize_parameters_zeros(layers_dims):
    return _build(layers_dims, lambda *_: 0.0)


def initialize_parameters_random(layers_dims, scale, seed):
    rng = np.random.RandomState(seed)
    return _build(layers_dims, lambda *_: scale * rng.randn())


def initialize_parameters_xavier(layers_dims, seed):
    rng = np.random.RandomState(seed)
    return _build(layers_dims, lambda n_prev, _: rng.randn() / math.sqrt(n_prev))


def initialize_parameters_he(layers_dims, seed):
    rng = np.random.RandomState(seed)
    return _build(layers_dims, lambda n_prev, _: rng.randn() * math.sqrt(2 / n_prev))


def initialize_parameters_glorot_uniform(layers_dims, seed):
    rng = np.random.RandomState(seed)
    return _build(layers_dims, lambda n_prev, n: (2 * rng.rand() - 1) * math.sqrt(6 / (n_prev + n)))


def initialization_gain(activation, alpha=0.01):
    squares_left = {"linear": 1, "tanh": 1, "relu": 0.5, "leaky_relu": 0.5 + alpha * alpha / 2}
    if activation not in squares_left:
        raise ValueError(activation)
    return 1 / squares_left[activation]


def activation_stds(parameters, X, activation):
    if activation == "relu":
        g = lambda z: z if z > 0 else 0.0  # noqa: E731
    elif activation == "tanh":
        g = math.tanh
    elif activation == "linear":
        g = float
    else:
        raise ValueError(activation)
    columns = [list(column) for column in X.T]
    stds = []
    for layer in range(1, len(parameters) // 2 + 1):
        W, b = parameters["W" + str(layer)].tolist(), parameters["b" + str(layer)].tolist()
        columns = [
            [
                g(sum(w * a for w, a in zip(row, column, strict=True)) + b[i][0])
                for i, row in enumerate(W)
            ]
            for column in columns
        ]
        entries = [a for column in columns for a in column]
        mean = sum(entries) / len(entries)
        stds.append(math.sqrt(sum((a - mean) ** 2 for a in entries) / len(entries)))
    return stds


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        parameters = initialize_parameters_random(layers_dims, 10, seed)
    elif init == "xavier":
        parameters = initialize_parameters_xavier(layers_dims, seed)
    elif init == "he":
        parameters = initialize_parameters_he(layers_dims, seed)
    else:
        raise ValueError("unknown initialisation")
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs += [cost]
        for layer in range(1, len(layers_dims)):
            for letter in "Wb":
                theta, slope = parameters[f"{letter}{layer}"], grads[f"d{letter}{layer}"]
                for place in np.ndindex(theta.shape):
                    theta[place] -= learning_rate * slope[place]
    return parameters, costs
