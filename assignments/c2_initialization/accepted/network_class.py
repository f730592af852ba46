# A class holds the parameters and trains itself; weights are drawn in one go and cut to layers.

from itertools import pairwise

import nethelp
import numpy as np


class Network:
    """Widths, parameters, and a step."""

    def __init__(self, dims):
        self.dims = list(dims)
        self.parameters = {}
        for layer, (n_prev, n) in enumerate(pairwise(self.dims), start=1):
            self.parameters[f"W{layer}"] = np.full((n, n_prev), 0.0)
            self.parameters[f"b{layer}"] = np.full((n, 1), 0.0)

    def fill(self, numbers, scale):
        """Cut a long row of draws into the weights, and scale each layer."""
        start = 0
        for layer in range(1, len(self.dims)):
            W = self.parameters[f"W{layer}"]
            piece = numbers[start : start + W.size]
            W[...] = piece.reshape(W.shape) * scale(self.dims[layer - 1], self.dims[layer])
            start += W.size
        return self.parameters

    @property
    def weights(self):
        return sum(n * n_prev for n_prev, n in pairwise(self.dims))

    def descend(self, X, Y, rate):
        cost, grads = nethelp.cost_and_grads(X, Y, self.parameters)
        for name, theta in self.parameters.items():
            np.subtract(theta, rate * grads[f"d{name}"], out=theta)
        return cost


def initialize_parameters_zeros(layers_dims):
    return Network(layers_dims).parameters


def bell(layers_dims, scale, seed):
    network = Network(layers_dims)
    return network.fill(np.random.default_rng(seed).normal(size=network.weights), scale)


def initialize_parameters_random(layers_dims, scale, seed):
    return bell(layers_dims, lambda *_: scale, seed)


def initialize_parameters_xavier(layers_dims, seed):
    return bell(layers_dims, lambda n_prev, _: 1 / np.sqrt(n_prev), seed)


def initialize_parameters_he(layers_dims, seed):
    return bell(layers_dims, lambda n_prev, _: np.sqrt(2.0 / n_prev), seed)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    network = Network(layers_dims)
    numbers = np.random.default_rng(seed).uniform(-1, 1, network.weights)
    return network.fill(numbers, lambda n_prev, n: np.sqrt(6 / (n + n_prev)))


def initialization_gain(activation, alpha=0.01):
    slopes = {"linear": 1, "tanh": 1, "relu": 0, "leaky_relu": alpha}
    try:
        below = slopes[activation]
    except KeyError:
        raise ValueError(f"{activation} is unknown") from None
    z = np.array([-1.0, 1.0])
    return float(1 / np.mean(np.where(z > 0, z, below * z) ** 2))


def activation_stds(parameters, X, activation):
    if activation not in ("relu", "tanh", "linear"):
        raise ValueError(f"{activation} is unknown")
    signals = [X]
    for layer in range(1, 1 + len(parameters) // 2):
        Z = parameters[f"W{layer}"].dot(signals[-1]) + parameters[f"b{layer}"]
        bent = {"relu": np.where(Z > 0, Z, 0), "tanh": np.tanh(Z), "linear": Z}
        signals.append(bent[activation])
    return [np.std(A.ravel()) for A in signals[1:]]


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    network = Network(layers_dims)
    if init == "random":
        network.parameters = initialize_parameters_random(layers_dims, 10.0, seed)
    elif init in ("xavier", "he"):
        network.parameters = globals()[f"initialize_parameters_{init}"](layers_dims, seed)
    elif init != "zeros":
        raise ValueError(f"{init} is unknown")
    costs = [network.descend(X, Y, learning_rate) for _ in range(num_iterations)]
    return network.parameters, costs
