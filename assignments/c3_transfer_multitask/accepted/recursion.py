# Recursion and reduce: tasks, layers and steps one after the other.

from functools import reduce
from itertools import count, islice

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    if len(Y) == 0:
        return 0.0
    m = Y.shape[1]
    pairs = [(p, y) for p, y in zip(Yhat[0].tolist(), Y[0].tolist(), strict=True) if y in (0, 1)]
    first = reduce(lambda s, t: s - np.log(abs(1 - t[1] - t[0]) or 1e-9), pairs, 0.0) / m
    return first + multitask_loss(Yhat[1:], Y[1:])


def multitask_gradient(Yhat, Y):
    return np.vectorize(lambda p, y: 0.0 if y != y else p - y)(Yhat, Y) / Y.shape[1]


def multitask_accuracy(Yhat, Y):
    def share(said, labels):
        there = [bool(s > 0.5) is bool(y) for s, y in zip(said, labels, strict=True) if y == y]
        return np.float64(np.mean(there)) if there else np.nan

    return list(map(share, Yhat, Y))


def replace_head(parameters, n_out, seed):
    L = next(k - 1 for k in count(1) if f"W{k}" not in parameters)
    W, draws = parameters[f"W{L}"], np.random.default_rng(seed)
    new = {name: np.array(value) for name, value in parameters.items() if name[1:] != str(L)}
    rows = [draws.normal(size=W.shape[1]) * W.shape[1] ** -0.5 for _ in range(n_out)]
    return new | {f"W{L}": np.array(rows), f"b{L}": np.array([[0.0]] * n_out)}


def freeze_update(parameters, grads, learning_rate, frozen):
    def step(found, name):
        slope = learning_rate * grads["d" + name] if int(name[1:]) not in frozen else 0.0
        return {**found, name: parameters[name] - slope}

    return reduce(step, parameters, {})


def extract_features(X, parameters, n_layers):
    if n_layers == 0:
        return X.copy()
    below = extract_features(X, parameters, n_layers - 1)
    Z = np.einsum("ij,jk->ik", parameters[f"W{n_layers}"], below) + parameters[f"b{n_layers}"]
    return np.where(Z > 0, Z, 0.0)


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    layers = range(1, len(parameters) // 2 + 1)
    frozen = list(filter(lambda k: k not in trainable, layers))

    def states(theta):
        while True:
            cost, grads = cost_and_grads(X, Y, theta)
            theta = freeze_update(theta, grads, learning_rate, frozen)
            yield cost, theta

    path = list(islice(states({k: v.copy() for k, v in parameters.items()}), num_iterations))
    last = path[-1][1] if path else parameters
    return {k: np.array(v) for k, v in last.items()}, [cost for cost, _ in path]


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    conditions = [lambda: same_input, lambda: shared_features, lambda: n_source > n_target]
    return next(("scratch" for holds in conditions if not holds()), "transfer")
