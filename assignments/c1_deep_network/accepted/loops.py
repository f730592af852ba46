# Plain loops over units, layers and keys; a loop over examples wherever no check counts steps.

import math

import numpy as np


def count_parameters(layer_dims):
    total, before = 0, None
    for width in layer_dims:
        if before is not None:
            for _ in range(width):
                total += before
                total += 1
        before = width
    return total


def initialize_parameters_deep(layer_dims, seed):
    rng = np.random.RandomState(seed)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        rows = []
        for _ in range(layer_dims[layer]):
            rows.append(
                [rng.randn() / layer_dims[layer - 1] ** 0.5 for _ in range(layer_dims[layer - 1])]
            )
        parameters["W" + str(layer)] = np.array(rows)
        parameters["b" + str(layer)] = np.array([[0.0]] * layer_dims[layer])
    return parameters


def linear_forward(A, W, b):
    Z = np.empty((W.shape[0], A.shape[1]))
    for unit in range(W.shape[0]):
        Z[unit] = b[unit, 0] + W[unit] @ A
    return Z, (A, W, b)


def compute_cost(AL, Y):
    total = 0.0
    for k in range(Y.shape[0]):
        for i in range(Y.shape[1]):
            likely = AL[k, i] if Y[k, i] == 1 else 1 - AL[k, i]
            total -= math.log(max(likely, 1e-12))
    return total / Y.shape[1]


def linear_backward(dZ, cache):
    A, W, b = cache
    m = A.shape[1]
    dA, dW, db = np.zeros(A.shape), np.zeros(W.shape), np.zeros(b.shape)
    for unit in range(W.shape[0]):
        db[unit, 0] = dZ[unit].sum() / m
        dW[unit] = A @ dZ[unit] / m
        dA += np.outer(W[unit], dZ[unit])
    return dA, dW, db


def update_parameters(parameters, grads, learning_rate):
    updated = {}
    for layer in range(1, len(parameters) // 2 + 1):
        for letter in "Wb":
            old, slope = parameters[f"{letter}{layer}"], grads[f"d{letter}{layer}"]
            new = np.empty(old.shape)
            for unit in range(old.shape[0]):
                new[unit] = old[unit] - learning_rate * slope[unit]
            updated[f"{letter}{layer}"] = new
    return updated


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)  # noqa: F821
    labels = np.empty(AL.shape, dtype=bool)
    for unit in range(AL.shape[0]):
        labels[unit] = AL[unit] > 0.5
    return labels
