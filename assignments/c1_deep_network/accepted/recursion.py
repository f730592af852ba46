# Recursion over the layers, forward and backward; sums with math.fsum, counts with sum().

import itertools
import math

import numpy as np


def count_parameters(layer_dims):
    return sum((n + 1) * after for n, after in itertools.pairwise(layer_dims))


def _slice(parameters, layer):
    return parameters[f"W{layer}"], parameters[f"b{layer}"]


def L_model_forward(X, parameters, layer=1):
    last = layer == len(parameters) / 2
    A, cache = linear_activation_forward(  # noqa: F821
        X, *_slice(parameters, layer), ("relu", "sigmoid")[last]
    )
    if last:
        return A, [cache]
    AL, rest = L_model_forward(A, parameters, layer + 1)
    return AL, [cache, *rest]


def compute_cost(AL, Y):
    chance = np.abs(1 - Y - AL)  # what was given to the truth
    return math.fsum(-math.log(max(p, 1e-200)) for p in chance.flat) / Y.shape[1]


def _back(dA, caches, activation, grads):
    *before, cache = caches
    dA_prev, dW, db = linear_activation_backward(dA, cache, activation)  # noqa: F821
    _keep(grads, len(caches), dW, db)
    if before:
        _back(dA_prev, before, "relu", grads)


def _keep(grads, layer, dW, db):
    grads[f"dW{layer}"] = dW
    grads[f"db{layer}"] = db


def L_model_backward(AL, Y, caches):
    grads = {}
    dA, dW, db = linear_backward(AL - Y, caches[-1][0])  # noqa: F821
    _keep(grads, len(caches), dW, db)
    if len(caches) > 1:
        _back(dA, caches[:-1], "relu", grads)
    return grads


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    def step(state):
        AL, caches = L_model_forward(X, state)
        grads = L_model_backward(AL, Y, caches)
        return compute_cost(AL, Y), update_parameters(state, grads, learning_rate)  # noqa: F821

    state, costs = initialize_parameters_deep(layers_dims, seed), []  # noqa: F821
    for _ in itertools.repeat(None, num_iterations):
        cost, state = step(state)
        costs.append(np.float64(cost))
    return state, costs


def predict(X, parameters):
    return (L_model_forward(X, parameters)[0] > 0.5).astype(int).tolist()
