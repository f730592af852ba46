# expect: update_parameters loses
"""The layer is the last digit of the name: W10 moves by dW0."""

import math

import numpy as np


def count_parameters(layer_dims):
    if len(layer_dims) < 2:
        return 0
    first, second = layer_dims[0], layer_dims[1]
    return (first + 1) * second + count_parameters(layer_dims[1:])


def initialize_parameters_deep(layer_dims, seed):
    state = np.random.RandomState(seed)
    parameters = {}
    for l, (n_in, n_out) in enumerate(zip(layer_dims, layer_dims[1:]), 1):
        parameters["W%d" % l] = state.normal(size=(n_out, n_in)) / math.sqrt(n_in)
        parameters["b%d" % l] = np.zeros((n_out, 1))
    return parameters


def linear_forward(A, W, b):
    Z = np.einsum("ij,jm->im", W, A)
    Z += b
    return Z, [A, W, b]


def squash(z):
    return np.where(z < 0, np.exp(np.minimum(z, 0)), 1) / (1 + np.exp(-np.abs(z)))


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear = linear_forward(A_prev, W, b)
    if activation == "relu":
        return Z * (Z > 0), [linear, Z]
    if activation == "sigmoid":
        return squash(Z), [linear, Z]
    if activation == "tanh":
        return np.tanh(Z), [linear, Z]
    raise ValueError("relu, sigmoid or tanh")


def _onward(A, parameters, layer, last):
    name = "sigmoid" if layer == last else "relu"
    A, cache = linear_activation_forward(
        A, parameters["W%d" % layer], parameters["b%d" % layer], name
    )
    if layer == last:
        return A, [cache]
    AL, rest = _onward(A, parameters, layer + 1, last)
    return AL, [cache] + rest


def L_model_forward(X, parameters):
    return _onward(X, parameters, 1, len(parameters) // 2)


def compute_cost(AL, Y):
    eps = 1e-10
    yes = np.vdot(Y, np.log(np.maximum(AL, eps)))
    no = np.vdot(1 - Y, np.log(np.maximum(1 - AL, eps)))
    return np.array(-(yes + no) / Y.shape[1])


def linear_backward(dZ, cache):
    A, W, b = cache
    m = A.shape[1]
    dW = np.einsum("im,jm->ij", dZ, A) / m
    db = np.einsum("im->i", dZ).reshape(b.shape) / m
    return [np.einsum("ij,im->jm", W, dZ), dW, db]


def linear_activation_backward(dA, cache, activation):
    linear, Z = cache
    if activation == "relu":
        dZ = np.array(dA, copy=True)
        dZ[Z <= 0] = 0
    elif activation == "sigmoid":
        dZ = dA * squash(Z) * squash(-Z)
    elif activation == "tanh":
        dZ = dA * (1 - np.tanh(Z)) * (1 + np.tanh(Z))
    else:
        raise ValueError("relu, sigmoid or tanh")
    return linear_backward(dZ, linear)


def _homeward(back, caches):
    """The gradients of the layers of `caches`, the last of which receives `back`."""
    if not caches:
        return {}
    dA_prev, dW, db = linear_activation_backward(back, caches[-1], "relu")
    l = len(caches)
    return {"dW%d" % l: dW, "db%d" % l: db, **_homeward(dA_prev, caches[:-1])}


def L_model_backward(AL, Y, caches):
    L = len(caches)
    dA_prev, dW, db = linear_backward(AL - Y, caches[-1][0])
    return {"dW%d" % L: dW, "db%d" % L: db, **_homeward(dA_prev, caches[:-1])}


def update_parameters(parameters, grads, learning_rate):
    new = {}
    for key, slope in grads.items():
        name = key[1] + key[-1]
        if key[0] == "d" and name in parameters:
            new[name] = parameters[name] - slope * learning_rate
    return new


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    parameters = initialize_parameters_deep(layers_dims, seed)
    costs = []
    while len(costs) < num_iterations:
        AL, caches = L_model_forward(X, parameters)
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)
        parameters = update_parameters(parameters, grads, learning_rate)
    return [parameters, costs]


def predict(X, parameters):
    AL = L_model_forward(X, parameters)[0]
    return np.ceil(AL - 0.5)
