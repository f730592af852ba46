# Recursion over the layers, caches nested in each other; sums by math.fsum; training by reduce.

import math
from functools import reduce

import numpy as np


def l2_penalty(parameters, lambd, m, layer=1):
    if f"W{layer}" not in parameters:
        return 0.0
    own = math.fsum(w**2 for w in parameters[f"W{layer}"].flat)
    return lambd / (2 * m) * own + l2_penalty(parameters, lambd, m, layer + 1)


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    given_to_truth = np.abs(1 - Y - AL)
    losses = [-math.log(p) for p in given_to_truth.flat]
    m = AL.shape[1]
    return math.fsum([*(loss / m for loss in losses), l2_penalty(parameters, lambd, m)])


def add_l2_gradients(grads, parameters, lambd, m):
    def with_layer(found, layer):
        key = f"dW{layer}"
        return {**found, key: found[key] + lambd / m * parameters[f"W{layer}"]}

    return reduce(with_layer, range(1, 1 + len(parameters) // 2), grads)


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    updated = dict(parameters)
    for name in parameters:
        step = learning_rate * grads["d" + name]
        if name[0] == "W":
            step = step + learning_rate * lambd / m * parameters[name]
        updated[name] = parameters[name] - step
    return updated


def dropout_forward(A, keep_prob, seed):
    dropped = np.random.RandomState(seed).uniform(size=A.shape) >= keep_prob
    A_out = A / keep_prob
    A_out[dropped] = 0
    return A_out, ~dropped


def dropout_backward(dA, D, keep_prob):
    dA = dA / keep_prob
    dA[D == 0] = 0
    return dA


def forward_propagation_with_dropout(X, parameters, keep_prob, seed, layer=1):
    Z = parameters[f"W{layer}"] @ X + parameters[f"b{layer}"]
    if f"W{layer + 1}" not in parameters:
        AL = (1 + np.tanh(Z / 2)) / 2
        return AL, {"X": X, "AL": AL}
    A, D = dropout_forward(np.maximum(Z, 0), keep_prob, seed + layer)
    AL, above = forward_propagation_with_dropout(A, parameters, keep_prob, seed, layer + 1)
    return AL, {"X": X, "D": D, "on": Z > 0, "above": above}


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    grads = {}

    def back(cache, layer):
        if "AL" in cache:
            dZ = cache["AL"] - Y
        else:
            flow = back(cache["above"], layer + 1)
            dZ = dropout_backward(flow, cache["D"], keep_prob) * cache["on"]
        grads[f"dW{layer}"] = dZ @ cache["X"].T / Y.shape[1]
        grads[f"db{layer}"] = dZ.sum(axis=1).reshape(-1, 1) / Y.shape[1]
        return parameters[f"W{layer}"].T @ dZ

    back(caches, 1)
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    bests = [0]
    while bests[-1] + 1 < len(dev_costs):
        epoch = len(bests)
        if epoch == len(dev_costs) or epoch - 1 - bests[-1] >= patience:
            break
        better = dev_costs[epoch] < dev_costs[bests[-1]] - min_delta
        bests.append(epoch if better else bests[-1])
    return bests[-1], len(bests) - 1


def model(
    X,
    Y,
    layers_dims,
    learning_rate=0.3,
    num_iterations=2000,
    lambd=0.0,
    keep_prob=1.0,
    seed=1,
):
    def start():
        rng = np.random.default_rng(seed)
        for layer in range(1, len(layers_dims)):
            n, n_prev = layers_dims[layer], layers_dims[layer - 1]
            yield f"W{layer}", rng.normal(size=(n, n_prev)) * (2 / n_prev) ** 0.5
            yield f"b{layer}", np.zeros((n, 1))

    def step(state, i):
        theta, costs = state
        AL, caches = forward_propagation_with_dropout(
            X, theta, keep_prob, seed + len(layers_dims) * i
        )
        cost = compute_cost_with_regularization(AL, Y, theta, lambd)
        slopes = backward_propagation_with_dropout(X, Y, caches, theta, keep_prob)
        theta = weight_decay_update(theta, slopes, learning_rate, lambd, Y.shape[1])
        costs.append(cost)
        return theta, costs

    return reduce(step, range(num_iterations), (dict(start()), []))
