"""Flat tuples that keep only what is needed: the mask of relu, the output of the others."""

from functools import partial
from itertools import pairwise

import numpy as np


def sigmoid(Z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-Z))


def count_parameters(layer_dims):
    weights = [a * b for a, b in pairwise(layer_dims)]
    biases = layer_dims[1:]
    return sum(weights) + sum(biases)


def initialize_parameters_deep(layer_dims, seed):
    parameters = {}
    children = np.random.SeedSequence(seed).spawn(len(layer_dims) - 1)
    for l, (child, (n_in, n_out)) in enumerate(zip(children, pairwise(layer_dims)), start=1):
        draw = partial(np.random.default_rng(child).normal, scale=1 / np.sqrt(n_in))
        parameters[f"b{l}"] = np.zeros((n_out, 1), dtype=float)
        parameters[f"W{l}"] = draw(size=(n_out, n_in))
    return parameters


def linear_forward(A, W, b):
    return W.dot(A) + b, (A, W)


def linear_activation_forward(A_prev, W, b, activation):
    Z, (A_kept, W_kept) = linear_forward(A_prev, W, b)
    if activation == "relu":
        on = Z > 0
        return Z * on, (A_kept, W_kept, on)
    if activation == "sigmoid":
        A = sigmoid(Z)
    elif activation == "tanh":
        A = np.tanh(Z)
    else:
        raise ValueError(f"no activation is called {activation!r}")
    return A, (A_kept, W_kept, A)


def L_model_forward(X, parameters):
    L = len(parameters) // 2
    layers = [(parameters[f"W{l}"], parameters[f"b{l}"]) for l in range(1, L + 1)]
    kinds = ["relu"] * (L - 1) + ["sigmoid"]
    A, caches = X, []
    for (W, b), kind in zip(layers, kinds):
        A, cache = linear_activation_forward(A, W, b, kind)
        caches.append(cache)
    return A, caches


def compute_cost(AL, Y):
    logs = np.log(AL, where=AL > 0, out=np.full_like(AL, -50.0))
    other = np.log1p(-AL, where=AL < 1, out=np.full_like(AL, -50.0))
    return -np.average((Y * logs + (1 - Y) * other).sum(axis=0))


def linear_backward(dZ, cache):
    A_prev, W = cache
    m = dZ.shape[-1]
    dW = np.tensordot(dZ, A_prev, axes=([1], [1])) / m
    db = dZ @ np.ones((m, 1)) / m
    dA_prev = (dZ.T @ W).T
    return dA_prev, dW, db


def linear_activation_backward(dA, cache, activation):
    A_prev, W, kept = cache
    slopes = {
        "relu": lambda on: on,
        "sigmoid": lambda s: s - s**2,
        "tanh": lambda t: 1 - t**2,
    }
    return linear_backward(dA * slopes[activation](kept), (A_prev, W))


def L_model_backward(AL, Y, caches):
    grads = {}
    flow = AL - Y
    for l in range(len(caches), 0, -1):
        A_prev, W, on = caches[l - 1]
        if l == len(caches):
            flow, dW, db = linear_backward(flow, (A_prev, W))
        else:
            flow, dW, db = linear_activation_backward(flow, caches[l - 1], "relu")
        grads.update({f"dW{l}": dW, f"db{l}": db, f"dA{l - 1}": flow})
    return grads


def update_parameters(parameters, grads, learning_rate):
    updated = dict(parameters)
    for name in updated:
        updated[name] = np.subtract(updated[name], learning_rate * grads[f"d{name}"])
    return updated


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = []
    for _ in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        parameters = update_parameters(parameters, L_model_backward(AL, Y, caches), learning_rate)
    return parameters, tuple(costs)


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)
    classes = np.rint(AL)
    return classes[0] if classes.shape[0] == 1 else classes
