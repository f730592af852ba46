# One factory for all schemes, named by partial; a table of them for training; recursion.

from functools import partial
from itertools import pairwise

import numpy as np
from nethelp import cost_and_grads


def _make(draw, layers_dims):
    W = {f"W{i}": draw(n, n_prev) for i, (n_prev, n) in enumerate(pairwise(layers_dims), 1)}
    return W | {f"b{i}": np.zeros((n, 1)) for i, n in enumerate(layers_dims[1:], 1)}


def initialize_parameters_zeros(layers_dims):
    return _make(lambda *shape: np.zeros(shape), layers_dims)


def _normal(layers_dims, variance, seed):
    generator = np.random.Generator(np.random.PCG64(seed))
    return _make(
        lambda n, n_prev: generator.standard_normal((n, n_prev)) * variance(n_prev) ** 0.5,
        layers_dims,
    )


def initialize_parameters_random(layers_dims, scale, seed):
    return _normal(layers_dims, lambda _: scale**2, seed)


def initialize_parameters_xavier(layers_dims, seed):
    return _normal(layers_dims, lambda n: 1 / n, seed)


def initialize_parameters_he(layers_dims, seed):
    return _normal(layers_dims, partial(np.divide, initialization_gain("relu")), seed)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    children = iter(np.random.SeedSequence(seed).spawn(len(layers_dims)))

    def draw(n, n_prev):
        r = (6 / (n + n_prev)) ** 0.5
        return np.random.default_rng(next(children)).uniform(low=-r, high=r, size=(n, n_prev))

    return _make(draw, layers_dims)


class UnknownActivation(ValueError):
    pass


def initialization_gain(activation, alpha=0.01):
    match activation:
        case "linear" | "tanh":
            return 1
        case "relu":
            return 2
        case "leaky_relu":
            return np.float64(2) / (1 + np.square(alpha))
    raise UnknownActivation(activation)


def activation_stds(parameters, X, activation, layer=1):
    g = {"relu": lambda Z: Z * (Z > 0), "tanh": np.tanh, "linear": lambda Z: Z}.get(activation)
    if g is None:
        raise UnknownActivation(activation)
    if layer > len(parameters) // 2:
        return ()
    A = g(np.einsum("uk,km->um", parameters[f"W{layer}"], X) + parameters[f"b{layer}"])
    rest = activation_stds(parameters, A, activation, layer + 1)
    return (np.sqrt(np.mean(np.square(A - A.mean()))), *rest)


STARTS = {
    "zeros": lambda dims, _: initialize_parameters_zeros(dims),
    "random": lambda dims, seed: initialize_parameters_random(dims, 10, seed),
    "xavier": initialize_parameters_xavier,
    "he": initialize_parameters_he,
}


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init not in STARTS:
        raise ValueError(f"no start is called {init}")
    theta, record = STARTS[init](layers_dims, seed), ()
    while len(record) < num_iterations:
        J, slopes = cost_and_grads(X, Y, theta)
        record += (np.float64(J),)
        theta = {name: value - learning_rate * slopes["d" + name] for name, value in theta.items()}
    return theta, record
