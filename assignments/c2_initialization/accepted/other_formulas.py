# Box-Muller for normal draws; a seed for each layer; deviations by E[a²] − E[a]²; costs (1, 1).

import copy
import math

import numpy as np
from nethelp import cost_and_grads


def initialize_parameters_zeros(layers_dims):
    sizes = np.array(layers_dims)
    shapes = {f"W{i}": (sizes[i], sizes[i - 1]) for i in range(1, sizes.size)}
    shapes.update({f"b{i}": (sizes[i], 1) for i in range(1, sizes.size)})
    return {name: np.zeros(shape) for name, shape in shapes.items()}


def bell(rng, shape):
    radius = np.sqrt(-2 * np.log(1 - rng.random(shape)))
    return radius * np.cos(2 * math.pi * rng.random(shape))


def drawn(layers_dims, seed, layer_of):
    parameters = initialize_parameters_zeros(layers_dims)
    for i in range(1, len(layers_dims)):
        rng = np.random.default_rng([seed, i])
        parameters[f"W{i}"] = layer_of(rng, parameters[f"W{i}"].shape)
    return parameters


def initialize_parameters_random(layers_dims, scale, seed):
    return drawn(layers_dims, seed, lambda rng, shape: scale * bell(rng, shape))


def initialize_parameters_xavier(layers_dims, seed):
    return drawn(layers_dims, seed, lambda rng, shape: bell(rng, shape) / shape[1] ** 0.5)


def initialize_parameters_he(layers_dims, seed):
    return drawn(layers_dims, seed, lambda rng, shape: bell(rng, shape) * (2 / shape[1]) ** 0.5)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    def layer(rng, shape):
        # Variance 2/(n_in + n_out), and a uniform distribution reaches √3 deviations far.
        deviation = math.sqrt(2 / (shape[0] + shape[1]))
        return rng.uniform(-math.sqrt(3), math.sqrt(3), size=shape) * deviation

    return drawn(layers_dims, seed, layer)


def initialization_gain(activation, alpha=0.01):
    if activation == "relu":
        return initialization_gain("leaky_relu", alpha=0)
    if activation == "leaky_relu":
        return 1 / (0.5 * (1 + math.pow(alpha, 2)))
    if activation not in ("tanh", "linear"):
        raise ValueError(activation)
    return np.array(1.0)


def activation_stds(parameters, X, activation):
    names = sorted((name for name in parameters if name[0] == "W"), key=lambda name: int(name[1:]))
    stds = []
    for name in names:
        Z = parameters[name] @ X + parameters["b" + name[1:]]
        if activation == "relu":
            X = (Z + abs(Z)) / 2
        elif activation == "tanh":
            X = 1 - 2 / (np.exp(2 * Z) + 1)
        elif activation == "linear":
            X = Z
        else:
            raise ValueError(activation)
        centred = X - np.mean(X)
        stds.append((np.einsum("um,um->", centred, centred) / X.size) ** 0.5)
    return stds


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init not in {"zeros", "random", "xavier", "he"}:
        raise ValueError(init)
    arguments = {"zeros": (), "random": (10, seed)}.get(init, (seed,))
    start = {
        "zeros": initialize_parameters_zeros,
        "random": initialize_parameters_random,
        "xavier": initialize_parameters_xavier,
        "he": initialize_parameters_he,
    }[init]
    parameters = copy.deepcopy(start(layers_dims, *arguments))
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(np.full((1, 1), cost))
        for key in grads:
            parameters[key[1:]] = parameters[key[1:]] - learning_rate * grads[key]
    return parameters, costs
