# All parameters are laid end to end in one vector; the rules are written for vectors.

import numpy as np
from nethelp import cost_and_grads


def flat(values, keys):
    return np.concatenate([np.asarray(values[key], dtype=float).ravel() for key in keys])


def folded(vector, keys, like):
    sizes = [np.size(like[key]) for key in keys]
    parts = np.split(vector, np.cumsum(sizes)[:-1])
    return {key: part.reshape(np.shape(like[key])) for key, part in zip(keys, parts, strict=True)}


def keys_of(parameters):
    names = sorted(parameters)
    return names, ["d" + name for name in names]


def update_parameters_with_gd(parameters, grads, learning_rate):
    names, slopes = keys_of(parameters)
    theta = flat(parameters, names) - learning_rate * flat(grads, slopes)
    return folded(theta, names, parameters)


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    m = X.shape[1]
    order = np.argsort(np.random.RandomState(seed).uniform(size=m))
    cuts = list(range(mini_batch_size, m, mini_batch_size))
    pieces = np.split(X[:, order], cuts, axis=1), np.split(Y[:, order], cuts, axis=1)
    return tuple(zip(*pieces, strict=True))


def exponentially_weighted_average(values, beta, bias_correction=False):
    x = np.asarray(values, dtype=float)
    t = np.arange(len(x))
    weights = np.where(t[:, None] >= t, (1 - beta) * float(beta) ** abs(t[:, None] - t), 0.0)
    if bias_correction:
        weights = weights / weights.sum(axis=1, keepdims=True)
    return np.einsum("tk,k->t", weights, x)


def initialize_velocity(parameters):
    names, slopes = keys_of(parameters)
    shapes = dict(zip(slopes, (parameters[name] for name in names), strict=True))
    return folded(np.zeros(sum(np.size(v) for v in shapes.values())), slopes, shapes)


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    names, slopes = keys_of(parameters)
    average = np.einsum("i,ik->k", [beta, 1 - beta], [flat(v, slopes), flat(grads, slopes)])
    theta = flat(parameters, names) - learning_rate * average
    return folded(theta, names, parameters), folded(average, slopes, v)


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    names, slopes = keys_of(parameters)
    slope = flat(grads, slopes)
    average = beta * flat(s, slopes) + (1 - beta) * np.abs(slope) ** 2
    theta = flat(parameters, names) - learning_rate * slope / (np.sqrt(average) + epsilon)
    return folded(theta, names, parameters), folded(average, slopes, s)


def initialize_adam(parameters):
    return tuple(initialize_velocity(parameters) for _ in range(2))


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    names, slopes = keys_of(parameters)
    slope = flat(grads, slopes)
    mean = beta1 * flat(v, slopes) + (1 - beta1) * slope
    square = beta2 * flat(s, slopes) + (1 - beta2) * slope**2
    # One rate for the whole step; ε grows with it, so that it stands where it should.
    late = np.sqrt(1 - beta2**t)
    step = learning_rate * late / (1 - beta1**t) * mean / (np.sqrt(square) + epsilon * late)
    theta = flat(parameters, names) - step
    return (
        folded(theta, names, parameters),
        folded(mean, slopes, v),
        folded(square, slopes, s),
    )


def model(
    X,
    Y,
    initial,
    optimizer,
    learning_rate=0.01,
    mini_batch_size=64,
    num_epochs=20,
    beta=0.9,
    beta1=0.9,
    beta2=0.999,
    epsilon=1e-8,
    seed=0,
):
    if optimizer not in {"gd", "momentum", "rmsprop", "adam"}:

        class NoSuchOptimizer(ValueError):
            pass

        raise NoSuchOptimizer
    m = X.shape[1]
    rng = np.random.default_rng(seed)
    theta = {name: np.copy(value) for name, value in initial.items()}
    v, s = initialize_adam(theta)
    number, costs = 0, np.zeros(num_epochs)
    for epoch in range(num_epochs):
        order = rng.permutation(m)
        for start in range(0, m, mini_batch_size):
            picked = order[start : start + mini_batch_size]
            cost, grads = cost_and_grads(X[:, picked], Y[:, picked], theta)
            costs[epoch] += cost * len(picked) / m
            number += 1
            if optimizer == "gd":
                theta = update_parameters_with_gd(theta, grads, learning_rate)
            elif optimizer == "momentum":
                theta, v = update_parameters_with_momentum(theta, grads, v, beta, learning_rate)
            elif optimizer == "rmsprop":
                theta, s = update_parameters_with_rmsprop(
                    theta, grads, s, beta, learning_rate, epsilon
                )
            else:
                theta, v, s = update_parameters_with_adam(
                    theta, grads, v, s, number, learning_rate, beta1, beta2, epsilon
                )
    return theta, costs
