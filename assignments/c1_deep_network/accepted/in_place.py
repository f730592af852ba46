# Lists for tuples, the global generator, parameters updated in place, costs of shape (1, 1).

import copy

import numpy as np


def initialize_parameters_deep(layer_dims, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layer_dims)
    for l in range(1, L):  # noqa: E741
        parameters["W" + str(l)] = np.random.randn(layer_dims[l], layer_dims[l - 1])
        parameters["W" + str(l)] /= np.sqrt(layer_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layer_dims[l], 1))
    return parameters


def linear_forward(A, W, b):
    Z = np.dot(W, A)
    Z += b
    return [Z, [A, W, b]]


def linear_activation_forward(A_prev, W, b, activation):
    assert activation in ["relu", "sigmoid", "tanh"]
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = Z.copy()
    if activation == "relu":
        A[A < 0] = 0
    elif activation == "sigmoid":
        np.negative(A, out=A)
        np.exp(np.minimum(A, 700, out=A), out=A)
        A += 1
        np.reciprocal(A, out=A)
    else:
        np.tanh(A, out=A)
    return [A, [linear_cache, Z]]


def compute_cost(AL, Y):
    AL = np.where(AL <= 0, 1e-9, np.where(AL >= 1, 1 - 1e-9, AL))
    losses = Y * np.log(AL)
    losses += (1 - Y) * np.log(1 - AL)
    return -losses.sum(axis=0, keepdims=True).mean(axis=1, keepdims=True)


def linear_backward(dZ, cache):
    A_prev, W, _ = cache
    dW = np.dot(dZ, A_prev.T)
    dW /= dZ.shape[1]
    return [np.dot(W.T, dZ), dW, np.mean(dZ, axis=1, keepdims=True)]


def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    dZ = np.array(dA, copy=True)
    if activation == "relu":
        dZ[Z <= 0] = 0
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-np.abs(Z)))
        dZ *= s * (1 - s)
    else:
        dZ *= 1 - np.square(np.tanh(Z))
    return linear_backward(dZ, linear_cache)


def update_parameters(parameters, grads, learning_rate):
    parameters = copy.deepcopy(parameters)
    for l in range(len(parameters) // 2):  # noqa: E741
        parameters["W" + str(l + 1)] -= learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] -= learning_rate * grads["db" + str(l + 1)]
    return parameters


def L_layer_model(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, seed=1):
    costs = []
    parameters = initialize_parameters_deep(layers_dims, seed)
    for _ in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)  # noqa: F821
        costs.append(compute_cost(AL, Y))
        grads = L_model_backward(AL, Y, caches)  # noqa: F821
        for name in parameters:
            parameters[name] -= learning_rate * grads["d" + name]
    return [parameters, costs]


def predict(X, parameters):
    p = np.zeros((parameters[f"b{len(parameters) // 2}"].shape[0], X.shape[1]))
    AL, _ = L_model_forward(X, parameters)  # noqa: F821
    p[AL > 0.5] = 1
    return p
