# expect: initialize_velocity loses
# Parameters of one shape get one and the same array of zeros.
"""Optimisation in few lines."""

import numpy as np
from nethelp import cost_and_grads


def _over(a, b):
    """a/b, and 0 where b is 0 (there a is 0 as well)."""
    return np.divide(a, b, out=np.zeros_like(a, dtype=float), where=b != 0)


def update_parameters_with_gd(parameters, grads, learning_rate):
    return {k: p - learning_rate * grads[f"d{k}"] for k, p in parameters.items()}


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    m = X.shape[1]
    p = np.random.default_rng(seed).permutation(m)
    cuts = np.arange(mini_batch_size, m, mini_batch_size)
    return list(zip(np.split(X[:, p], cuts, axis=1), np.split(Y[:, p], cuts, axis=1)))


def exponentially_weighted_average(values, beta, bias_correction=False):
    # v is the values folded with (1 − β), (1 − β)β, (1 − β)β², …
    x = np.asarray(values, dtype=np.float64)
    n = x.size
    powers = float(beta) ** np.arange(n)
    v = np.convolve(x, (1 - beta) * powers)[:n]
    return v / (1 - float(beta) ** np.arange(1, n + 1)) if bias_correction else v


def initialize_velocity(parameters):
    zeros = {shape: np.zeros(shape) for shape in {p.shape for p in parameters.values()}}
    return {f"d{k}": zeros[p.shape] for k, p in parameters.items()}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    v = {k: beta * w + (1 - beta) * grads[k] for k, w in v.items()}
    return update_parameters_with_gd(parameters, v, learning_rate), v


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    s = {k: beta * w + (1 - beta) * grads[k] ** 2 for k, w in s.items()}
    steps = {k: _over(grads[k], np.sqrt(w) + epsilon) for k, w in s.items()}
    return update_parameters_with_gd(parameters, steps, learning_rate), s


def initialize_adam(parameters):
    return tuple(initialize_velocity(parameters) for _ in range(2))


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    v = {k: w + (1 - beta1) * (grads[k] - w) for k, w in v.items()}
    s = {k: w + (1 - beta2) * (grads[k] ** 2 - w) for k, w in s.items()}
    # θ − α·(v/c1)/(√(s/c2) + ε) = θ − α·(√c2/c1)·v/(√s + ε√c2)
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    steps = {k: _over(v[k], np.sqrt(s[k]) + epsilon * c2) for k in v}
    return update_parameters_with_gd(parameters, steps, learning_rate * c2 / c1), v, s


def model(
    X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
    beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0,
):  # fmt: skip
    steps = {
        "gd": lambda p, g, t: (update_parameters_with_gd(p, g, learning_rate),),
        "momentum": lambda p, g, t, v: update_parameters_with_momentum(
            p, g, v, beta, learning_rate
        ),
        "rmsprop": lambda p, g, t, s: update_parameters_with_rmsprop(
            p, g, s, beta, learning_rate, epsilon
        ),
        "adam": lambda p, g, t, v, s: update_parameters_with_adam(
            p, g, v, s, t, learning_rate, beta1, beta2, epsilon
        ),
    }
    if optimizer not in steps:
        raise ValueError(optimizer)
    theta = {k: np.array(p, dtype=np.float64) for k, p in initial.items()}
    state = {
        "gd": lambda p: (),
        "momentum": lambda p: (initialize_velocity(p),),
        "rmsprop": lambda p: (initialize_velocity(p),),
        "adam": initialize_adam,
    }[optimizer](theta)
    costs, t = np.zeros(num_epochs), 0
    for epoch in range(num_epochs):
        for t, (x, y) in enumerate(random_mini_batches(X, Y, mini_batch_size, seed + epoch), t + 1):
            cost, grads = cost_and_grads(x, y, theta)
            costs[epoch] += cost * x.shape[1] / X.shape[1]
            theta, *state = steps[optimizer](theta, grads, t, *state)
    return theta, costs
