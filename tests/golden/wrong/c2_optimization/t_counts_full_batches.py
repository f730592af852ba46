# expect: model loses
"""Batches that are not full do not count for t."""

from itertools import count, islice

import numpy as np

import nethelp

OPTIMIZERS = {"gd", "momentum", "rmsprop", "adam"}


def update_parameters_with_gd(parameters, grads, learning_rate):
    def step(item):
        name, value = item
        return name, value - np.multiply(learning_rate, grads[f"d{name}"])

    return dict(map(step, parameters.items()))


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    order = iter(np.random.default_rng(seed).choice(X.shape[1], X.shape[1], replace=False))

    def stream():
        while chosen := list(islice(order, mini_batch_size)):
            yield X[:, chosen], Y[:, chosen]

    return list(stream())


def averages(values, beta, start=0.0):
    for x in values:
        start = start * beta + x * (1 - beta)
        yield start


def exponentially_weighted_average(values, beta, bias_correction=False):
    v = np.fromiter(averages(np.asarray(values, float), beta), dtype=float)
    if not bias_correction:
        return v
    return v / (1 - np.cumprod(np.full(v.size, float(beta))))


def initialize_velocity(parameters):
    return {f"d{name}": np.zeros(np.shape(value), float) for name, value in parameters.items()}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    v = {key: next(averages([grads[key]], beta, old)) for key, old in v.items()}
    return update_parameters_with_gd(parameters, v, learning_rate), v


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    s = {key: next(averages([grads[key] ** 2], beta, old)) for key, old in s.items()}
    scaled = {key: grads[key] / (epsilon + s[key] ** 0.5) for key in s}
    return update_parameters_with_gd(parameters, scaled, learning_rate), s


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    v = {key: next(averages([grads[key]], beta1, old)) for key, old in v.items()}
    s = {key: next(averages([grads[key] ** 2], beta2, old)) for key, old in s.items()}
    c1, c2 = 1 / (1 - beta1**t), 1 / (1 - beta2**t)
    scaled = {key: c1 * v[key] / (np.sqrt(c2 * s[key]) + epsilon) for key in v}
    return update_parameters_with_gd(parameters, scaled, learning_rate), v, s


def t_seen(clock):
    """How far the clock has come."""
    return int(repr(clock)[6:-1]) - 1


def model(
    X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
    beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0,
):
    if not OPTIMIZERS.issuperset([optimizer]):
        raise ValueError(f"not one of {sorted(OPTIMIZERS)}: {optimizer}")
    theta, (v, s), clock = initial, initialize_adam(initial), count(1)

    def epoch(number):
        nonlocal theta, v, s
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, seed + number):
            cost, grads = nethelp.cost_and_grads(X_b, Y_b, theta)
            if optimizer == "gd":
                theta = update_parameters_with_gd(theta, grads, learning_rate)
            if optimizer == "momentum":
                theta, v = update_parameters_with_momentum(theta, grads, v, beta, learning_rate)
            if optimizer == "rmsprop":
                theta, s = update_parameters_with_rmsprop(theta, grads, s, beta, learning_rate, epsilon)
            if optimizer == "adam":
                theta, v, s = update_parameters_with_adam(
                    theta, grads, v, s, next(clock) if X_b.shape[1] == mini_batch_size else max(1, t_seen(clock)), learning_rate, beta1, beta2, epsilon
                )
            yield cost * X_b.shape[-1] / X.shape[-1]

    costs = [sum(epoch(number)) for number in range(num_epochs)]
    return theta, costs
