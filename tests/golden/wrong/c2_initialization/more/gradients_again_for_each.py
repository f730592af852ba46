# expect: train_with_init loses
# Works out the gradients again for each parameter, after those before it have moved already.
"""How to start: NumPy, short. One flat draw for the whole network, cut into layers."""

import numpy as np
from nethelp import cost_and_grads


def _cut(flat, dims, factor):
    """Cut a flat draw into W1 … WL, each times factor(n_prev, n)."""
    shapes = list(zip(dims[1:], dims))
    pieces = np.split(np.asarray(flat), np.cumsum([n * p for n, p in shapes])[:-1])
    return {
        k: v
        for l, ((n, p), w) in enumerate(zip(shapes, pieces), 1)
        for k, v in ((f"W{l}", w.reshape(n, p) * factor(p, n)), (f"b{l}", np.zeros((n, 1))))
    }


def _size(dims):
    return int(np.dot(dims[1:], dims[:-1]))


def initialize_parameters_zeros(layers_dims):
    return _cut(np.zeros(_size(layers_dims)), layers_dims, lambda p, n: 1.0)


def initialize_parameters_random(layers_dims, scale, seed):
    g = np.random.default_rng(seed).standard_normal(_size(layers_dims))
    return _cut(g, layers_dims, lambda p, n: scale)


def initialize_parameters_xavier(layers_dims, seed):
    g = np.random.default_rng(seed).standard_normal(_size(layers_dims))
    return _cut(g, layers_dims, lambda p, n: p**-0.5)


def initialize_parameters_he(layers_dims, seed):
    g = np.random.default_rng(seed).standard_normal(_size(layers_dims))
    return _cut(g, layers_dims, lambda p, n: (2 / p) ** 0.5)


def initialize_parameters_glorot_uniform(layers_dims, seed):
    u = np.random.default_rng(seed).uniform(-1, 1, _size(layers_dims))
    return _cut(u, layers_dims, lambda p, n: np.sqrt(6 / (p + n)))


def initialization_gain(activation, alpha=0.01):
    slopes = {"linear": 1, "tanh": 1, "relu": 0, "leaky_relu": alpha}
    if activation not in slopes:
        raise ValueError(activation)
    return 2 / (1 + np.square(slopes[activation]))


def activation_stds(parameters, X, activation):
    try:
        g = {"relu": lambda z: z * (z > 0), "tanh": np.tanh, "linear": lambda z: z}[activation]
    except KeyError:
        raise ValueError(f"no activation {activation!r}") from None
    stds, A = [], X
    for l in range(1, len(parameters) // 2 + 1):
        A = g(np.einsum("ij,jk->ik", parameters[f"W{l}"], A) + parameters[f"b{l}"])
        stds.append(A.std())
    return np.array(stds)


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    starts = {
        "zeros": lambda: initialize_parameters_zeros(layers_dims),
        "random": lambda: initialize_parameters_random(layers_dims, 10, seed),
        "xavier": lambda: initialize_parameters_xavier(layers_dims, seed),
        "he": lambda: initialize_parameters_he(layers_dims, seed),
    }
    if init not in starts:
        raise ValueError(init)
    theta, costs = starts[init](), []
    for _ in range(num_iterations):
        costs.append(cost_and_grads(X, Y, theta)[0])
        for k in theta:
            theta[k] = theta[k] - learning_rate * cost_and_grads(X, Y, theta)[1][f"d{k}"]
    return theta, costs
