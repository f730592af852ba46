"""Optimisation, step by step."""

import math

import numpy as np
from nethelp import cost_and_grads


def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    new = {}
    for l in range(1, L + 1):
        new["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        new["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return new


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    order = list(range(m))
    # shuffle by hand: the last one changes places with any one up to itself, and so on
    for i in range(m - 1, 0, -1):
        j = np.random.randint(0, i + 1)
        order[i], order[j] = order[j], order[i]
    batches = []
    start = 0
    while start < m:
        end = start + mini_batch_size
        if end > m:
            end = m
        X_b = np.zeros((X.shape[0], end - start))
        Y_b = np.zeros((Y.shape[0], end - start))
        for k in range(start, end):
            X_b[:, k - start] = X[:, order[k]]
            Y_b[:, k - start] = Y[:, order[k]]
        batches.append((X_b, Y_b))
        start = end
    return batches


def exponentially_weighted_average(values, beta, bias_correction=False):
    v = 0.0
    found = []
    t = 0
    for x in values:
        t = t + 1
        v = beta * v + (1 - beta) * x
        if bias_correction:
            found.append(v / (1 - beta**t))
        else:
            found.append(v)
    return np.array(found)


def initialize_velocity(parameters):
    v = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        v["dW" + str(l)] = np.zeros(parameters["W" + str(l)].shape)
        v["db" + str(l)] = np.zeros(parameters["b" + str(l)].shape)
    return v


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    L = len(parameters) // 2
    new = {}
    new_v = {}
    for l in range(1, L + 1):
        for kind in ["W", "b"]:
            name = kind + str(l)
            new_v["d" + name] = beta * v["d" + name] + (1 - beta) * grads["d" + name]
            new[name] = parameters[name] - learning_rate * new_v["d" + name]
    return new, new_v


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    L = len(parameters) // 2
    new = {}
    new_s = {}
    for l in range(1, L + 1):
        for kind in ["W", "b"]:
            name = kind + str(l)
            g = grads["d" + name]
            new_s["d" + name] = beta * s["d" + name] + (1 - beta) * g * g
            theta = np.array(parameters[name], dtype=float)
            for i in range(theta.shape[0]):
                for j in range(theta.shape[1]):
                    if g[i, j] != 0:
                        root = math.sqrt(new_s["d" + name][i, j])
                        theta[i, j] -= learning_rate * g[i, j] / (root + epsilon)
            new[name] = theta
    return new, new_s


def initialize_adam(parameters):
    v = initialize_velocity(parameters)
    s = initialize_velocity(parameters)
    return v, s


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    L = len(parameters) // 2
    new = {}
    new_v = {}
    new_s = {}
    for l in range(1, L + 1):
        for kind in ["W", "b"]:
            name = kind + str(l)
            g = grads["d" + name]
            new_v["d" + name] = beta1 * v["d" + name] + (1 - beta1) * g
            new_s["d" + name] = beta2 * s["d" + name] + (1 - beta2) * g**2
            v_hat = new_v["d" + name] / (1 - beta1**t)
            s_hat = new_s["d" + name] / (1 - beta2**t)
            below = np.sqrt(s_hat) + epsilon
            # where nothing ever came there is nothing to divide by
            below[below == 0] = 1
            new[name] = parameters[name] - learning_rate * v_hat / below
    return new, new_v, new_s


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
    if optimizer not in ["gd", "momentum", "rmsprop", "adam"]:
        raise ValueError("unknown optimizer")
    parameters = {}
    for name in initial:
        parameters[name] = initial[name].copy()
    v = None
    s = None
    if optimizer == "momentum":
        v = initialize_velocity(parameters)
    if optimizer == "rmsprop":
        s = initialize_velocity(parameters)
    if optimizer == "adam":
        v, s = initialize_adam(parameters)
    m = X.shape[1]
    t = 0
    costs = []
    for epoch in range(num_epochs):
        total = 0
        batches = random_mini_batches(X, Y, mini_batch_size, seed + epoch)
        for batch in batches:
            X_b = batch[0]
            Y_b = batch[1]
            cost, grads = cost_and_grads(X_b, Y_b, parameters)
            total = total + cost * X_b.shape[1]
            t = t + 1
            if optimizer == "gd":
                parameters = update_parameters_with_gd(parameters, grads, learning_rate)
            elif optimizer == "momentum":
                parameters, v = update_parameters_with_momentum(
                    parameters, grads, v, beta, learning_rate
                )
            elif optimizer == "rmsprop":
                parameters, s = update_parameters_with_rmsprop(
                    parameters, grads, s, beta, learning_rate, epsilon
                )
            else:
                parameters, v, s = update_parameters_with_adam(
                    parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon
                )
        costs.append(total / m)
    return parameters, costs
