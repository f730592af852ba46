# Sums are written out with einsum; the costs are 0-d arrays, and a record of them is an array.

import numpy as np


def count_parameters(layer_dims):
    dims = np.asarray(layer_dims)
    return np.einsum("l,l->", dims[1:], dims[:-1] + 1)


def initialize_parameters_deep(layer_dims, seed):
    rng = np.random.default_rng(seed)
    shapes = dict(enumerate(zip(layer_dims[1:], layer_dims[:-1], strict=True), start=1))
    W = {f"W{i}": rng.normal(0.0, into**-0.5, size=(n, into)) for i, (n, into) in shapes.items()}
    return W | {f"b{i}": np.zeros(shape=(n, 1)) for i, (n, _) in shapes.items()}


def linear_forward(A, W, b):
    return np.einsum("uk,km->um", W, A) + b, (A, W, b)


def compute_cost(AL, Y):
    safe = np.clip(AL, 1e-10, 1 - 1e-10)
    total = np.einsum("km,km->", Y, np.log(safe)) + np.einsum("km,km->", 1 - Y, np.log1p(-safe))
    return np.asarray(-total / AL.shape[-1])


def linear_backward(dZ, cache):
    A, W, _ = cache
    m = A.shape[1]
    dW = np.einsum("um,km->uk", dZ, A) / m
    db = np.einsum("um->u", dZ)[:, np.newaxis] / m
    return np.einsum("uk,um->km", W, dZ), dW, db


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = np.zeros(num_iterations)
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)  # noqa: F821
        costs[i] = compute_cost(AL, Y)
        grads = L_model_backward(AL, Y, caches)  # noqa: F821
        parameters = update_parameters(parameters, grads, learning_rate)  # noqa: F821
    return parameters, costs


def predict(X, parameters):
    AL, _ = L_model_forward(X, parameters)  # noqa: F821
    return AL[0] > 0.5 if AL.shape[0] == 1 else AL > 0.5
