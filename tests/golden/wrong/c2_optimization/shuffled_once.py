# expect: model loses
"""The batches are made once, before the first epoch."""

import math

import numpy as np
from nethelp import cost_and_grads


def entrywise(function, *arrays):
    out = np.empty(np.shape(arrays[0]))
    for place in np.ndindex(*out.shape):
        out[place] = function(*(float(a[place]) for a in arrays))
    return out


def update_parameters_with_gd(parameters, grads, learning_rate):
    return {k: entrywise(lambda w, g: w - learning_rate * g, w, grads["d" + k]) for k, w in parameters.items()}


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    m = X.shape[1]
    left = list(range(m))
    rng = np.random.default_rng(seed)
    out = []
    while left:
        chosen = [left.pop(int(rng.integers(len(left)))) for _ in range(min(mini_batch_size, len(left)))]
        out.append((np.stack([X[:, i] for i in chosen], axis=1), np.stack([Y[:, i] for i in chosen], axis=1)))
    return out


def exponentially_weighted_average(values, beta, bias_correction=False):
    out, v, weight = [], 0.0, 0.0
    for x in values:
        v = beta * v + (1 - beta) * x
        weight = beta * weight + (1 - beta)
        out.append(v / weight if bias_correction else v)
    return out


def initialize_velocity(parameters):
    return {"d" + k: entrywise(lambda w: 0.0, w) for k, w in parameters.items()}


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    v = {d: entrywise(lambda a, g: beta * a + (1 - beta) * g, v[d], grads[d]) for d in v}
    return update_parameters_with_gd(parameters, v, learning_rate), v


def update_parameters_with_rmsprop(parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8):
    s = {d: entrywise(lambda a, g: beta * a + (1 - beta) * g * g, s[d], grads[d]) for d in s}
    steps = {d: entrywise(lambda a, g: g / (math.sqrt(a) + epsilon), s[d], grads[d]) for d in s}
    return update_parameters_with_gd(parameters, steps, learning_rate), s


def initialize_adam(parameters):
    return initialize_velocity(parameters), initialize_velocity(parameters)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    v = {d: entrywise(lambda a, g: beta1 * a + (1 - beta1) * g, v[d], grads[d]) for d in v}
    s = {d: entrywise(lambda a, g: beta2 * a + (1 - beta2) * g * g, s[d], grads[d]) for d in s}

    def step(a, b):
        return a / (1 - beta1 ** t) / (math.sqrt(b / (1 - beta2 ** t)) + epsilon)

    return update_parameters_with_gd(parameters, {d: entrywise(step, v[d], s[d]) for d in v}, learning_rate), v, s


def model(X, Y, initial, optimizer, learning_rate=0.01, mini_batch_size=64, num_epochs=20,
          beta=0.9, beta1=0.9, beta2=0.999, epsilon=1e-8, seed=0):
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError("no such optimizer")
    p, t, costs = initial, 0, []
    velocity = initialize_velocity(p)
    v, s = initialize_adam(p)
    batches = random_mini_batches(X, Y, mini_batch_size, seed * 10007)
    for epoch in range(num_epochs):
        costs.append(0.0)
        for X_b, Y_b in batches:
            t = t + 1
            J, g = cost_and_grads(X_b, Y_b, p)
            costs[-1] += J * (X_b.shape[1] / X.shape[1])
            match optimizer:
                case "gd":
                    p = {k: w - learning_rate * g["d" + k] for k, w in p.items()}
                case "momentum":
                    p, velocity = update_parameters_with_momentum(p, g, velocity, beta, learning_rate)
                case "rmsprop":
                    p, velocity = update_parameters_with_rmsprop(p, g, velocity, beta, learning_rate, epsilon)
                case "adam":
                    p, v, s = update_parameters_with_adam(p, g, v, s, t, learning_rate, beta1, beta2, epsilon)
    return p, costs
