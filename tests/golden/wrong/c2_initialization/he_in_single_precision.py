# expect: initialize_parameters_he loses
"""The weights of He are kept in float32."""

import numpy as np
from nethelp import cost_and_grads


def initialize_parameters_zeros(layers_dims):
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_random(layers_dims, scale, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_xavier(layers_dims, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        W = np.random.randn(layers_dims[l], layers_dims[l - 1])
        parameters["W" + str(l)] = W / np.sqrt(layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_he(layers_dims, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        W = np.random.randn(layers_dims[l], layers_dims[l - 1])
        parameters["W" + str(l)] = (W * np.sqrt(2 / layers_dims[l - 1])).astype(np.float32)
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def initialize_parameters_glorot_uniform(layers_dims, seed):
    np.random.seed(seed)
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        r = np.sqrt(6 / (layers_dims[l - 1] + layers_dims[l]))
        W = np.random.rand(layers_dims[l], layers_dims[l - 1])
        parameters["W" + str(l)] = 2 * r * W - r
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def initialization_gain(activation, alpha=0.01):
    if activation == "linear":
        return 1
    elif activation == "tanh":
        return 1
    elif activation == "relu":
        return 2
    elif activation == "leaky_relu":
        return 2 / (1 + alpha**2)
    else:
        raise ValueError("unknown activation: " + activation)


def activation_stds(parameters, X, activation):
    if activation not in ["relu", "tanh", "linear"]:
        raise ValueError("unknown activation: " + activation)
    L = len(parameters) // 2
    A = X
    stds = []
    for l in range(1, L + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        if activation == "relu":
            A = np.maximum(0, Z)
        elif activation == "tanh":
            A = np.tanh(Z)
        else:
            A = Z
        stds.append(np.std(A))
    return stds


def train_with_init(X, Y, layers_dims, init, seed, learning_rate=0.05, num_iterations=500):
    if init == "zeros":
        parameters = initialize_parameters_zeros(layers_dims)
    elif init == "random":
        parameters = initialize_parameters_random(layers_dims, 10, seed)
    elif init == "xavier":
        parameters = initialize_parameters_xavier(layers_dims, seed)
    elif init == "he":
        parameters = initialize_parameters_he(layers_dims, seed)
    else:
        raise ValueError("unknown initialisation: " + init)
    L = len(layers_dims) - 1
    costs = []
    for i in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(cost)
        for l in range(1, L + 1):
            parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
            parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters, costs
