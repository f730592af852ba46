# expect: initialization_gain loses
# A leaky relu of slope 0 gets the default slope 0.01 (`alpha or 0.01`).
"""How to start, my way: a class per scheme, Box and Muller for the bell, in-place training."""

import math
from dataclasses import dataclass
from functools import reduce
from typing import Callable

import numpy as np
from nethelp import cost_and_grads


def box_muller(rng, n, n_prev):
    """Exact standard normal draws out of two uniform ones; drawn inputs first, hence the .T"""
    u = 1.0 - rng.random_sample((n_prev, n))
    v = rng.random_sample((n_prev, n))
    return (np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * math.pi * v)).T


def box(rng, n, n_prev):
    """Uniform on [-1, 1): a random sign is not needed"""
    return (rng.random_sample((n_prev, n)) - 0.5).T * 2.0


@dataclass
class Scheme:
    shape_of: Callable
    size_of: Callable

    def __call__(self, dims, seed):
        rng = np.random.RandomState(seed)
        found = {}
        for l in reversed(range(1, len(dims))):  # from the last layer down; names are what counts
            w = self.shape_of(rng, dims[l], dims[l - 1])
            w *= self.size_of(dims[l - 1], dims[l])
            found["b%d" % l] = np.zeros([dims[l], 1])
            found["W%d" % l] = w
        return found


XAVIER = Scheme(box_muller, lambda p, n: math.sqrt(1 / p))
HE = Scheme(box_muller, lambda p, n: math.sqrt(2 / p))
GLOROT = Scheme(box, lambda p, n: math.sqrt(6 / (p + n)))


def initialize_parameters_zeros(layers_dims):
    return Scheme(lambda rng, n, p: np.zeros((n, p)), lambda p, n: 0.0)(layers_dims, 0)


def initialize_parameters_random(layers_dims, scale, seed):
    return Scheme(box_muller, lambda p, n: scale)(layers_dims, seed)


def initialize_parameters_xavier(layers_dims, seed):
    return XAVIER(layers_dims, seed)


def initialize_parameters_he(layers_dims, seed):
    return HE(layers_dims, seed)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    return GLOROT(layers_dims, seed)


GAINS = {
    "linear": lambda a: np.array([1.0]),
    "tanh": lambda a: np.array([1.0]),
    "relu": lambda a: np.array([2.0]),
    "leaky_relu": lambda a: np.array([1.0 / (0.5 + a * a / 2)]),
}


def initialization_gain(activation, alpha=None):
    if activation in GAINS:
        return GAINS[activation](alpha or 0.01)
    raise ValueError(activation)


G = {
    "relu": lambda Z: (Z + np.abs(Z)) / 2,
    "tanh": lambda Z: 1 - 2 / (np.exp(2 * np.clip(Z, -50, 50)) + 1),
    "linear": lambda Z: Z,
}


def activation_stds(parameters, X, activation):
    if activation not in G:
        raise ValueError("not an activation: " + repr(activation))
    order = sorted((int(k[1:]) for k in parameters if k[0] == "W"))

    def step(done, l):
        done.append(G[activation](parameters["W%d" % l] @ done[-1] + parameters["b%d" % l]))
        return done

    all_A = reduce(step, order, [X])[1:]
    # the deviation is the length of what is left without the mean, over the root of the count
    return tuple(np.linalg.norm(A - np.mean(A)) / math.sqrt(A.size) for A in all_A)


class Trainer:
    def __init__(self, X, Y, theta, rate):
        self.X, self.Y, self.theta, self.rate = X, Y, theta, rate
        self.costs = []

    def step(self):
        J, slopes = cost_and_grads(self.X, self.Y, self.theta)
        self.costs += [J]
        for k in self.theta:
            self.theta[k] -= self.rate * slopes["d" + k]

    def run(self, n):
        while len(self.costs) < n:
            self.step()
        return [self.theta, self.costs]


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    match init:
        case "zeros":
            theta = initialize_parameters_zeros(layers_dims)
        case "random":
            theta = initialize_parameters_random(layers_dims, 10, seed)
        case "xavier":
            theta = initialize_parameters_xavier(layers_dims, seed)
        case "he":
            theta = initialize_parameters_he(layers_dims, seed)
        case _:
            raise ValueError(init)
    return Trainer(X, Y, theta, learning_rate).run(num_iterations)


if __name__ == "__main__":
    from nethelp import predict

    rng = np.random.default_rng(1)
    angle = rng.uniform(0, 2 * np.pi, 100)
    radius = np.repeat([1.0, 2.0], 50)
    circles = np.array([radius * np.cos(angle), radius * np.sin(angle)])
    label = (radius > 1.5)[None, :] * 1.0
    for name in ("zeros", "random", "xavier", "he"):
        theta, costs = train_with_init(circles, label, [2, 12, 6, 1], name, 3, 0.5, 250)
        print(name, costs[0], costs[-1], (predict(circles, theta) == label).mean())
