# Entry by entry, with math and the for loop; batches by column; costs in lists of lists.

import math
from itertools import product

import numpy as np
from nethelp import cost_and_grads


def places(values):
    for key in list(values):
        rows, columns = values[key].shape
        for i, j in product(range(rows), range(columns)):
            yield key, i, j


def update_parameters_with_gd(parameters, grads, learning_rate):
    moved = {name: theta.copy() for name, theta in parameters.items()}
    for name, i, j in places(parameters):
        moved[name][i, j] = parameters[name][i, j] - learning_rate * grads["d" + name][i, j]
    return moved


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    numbers = list(range(X.shape[1]))
    rng = np.random.default_rng(seed)
    for i in range(len(numbers) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        numbers[i], numbers[j] = numbers[j], numbers[i]
    batches = []
    while numbers:
        members, numbers = numbers[:mini_batch_size], numbers[mini_batch_size:]
        X_b = np.column_stack([X[:, i] for i in members])
        Y_b = np.column_stack([Y[:, i] for i in members])
        batches.append((X_b, Y_b))
    return batches


def exponentially_weighted_average(values, beta, bias_correction=False):
    result = []
    for t in range(len(values)):
        total = sum((1 - beta) * math.pow(beta, t - k) * float(values[k]) for k in range(t + 1))
        if bias_correction:
            total /= sum((1 - beta) * math.pow(beta, k) for k in range(t + 1))
        result.append(total)
    return result


def initialize_velocity(parameters):
    return {
        "d" + name: np.array([[0.0] * theta.shape[1] for _ in range(theta.shape[0])])
        for name, theta in parameters.items()
    }


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    for name, i, j in places(parameters):
        d = "d" + name
        v[d][i, j] = v[d][i, j] - (1 - beta) * (v[d][i, j] - grads[d][i, j])
        parameters[name][i, j] = parameters[name][i, j] - learning_rate * v[d][i, j]
    return parameters, v


def update_parameters_with_rmsprop(
    parameters, grads, s, beta=0.9, learning_rate=0.01, epsilon=1e-8
):
    for name, i, j in places(parameters):
        d = "d" + name
        g = float(grads[d][i, j])
        s[d][i, j] = beta * s[d][i, j] + (1 - beta) * g * g
        parameters[name][i, j] -= learning_rate * g / (math.sqrt(s[d][i, j]) + epsilon)
    return parameters, s


def initialize_adam(parameters):
    v, s = {}, {}
    for name, theta in parameters.items():
        v["d" + name] = np.zeros(theta.shape)
        s["d" + name] = np.zeros(theta.shape)
    return v, s


def update_parameters_with_adam(
    parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8
):
    for name, i, j in places(parameters):
        d = "d" + name
        g = float(grads[d][i, j])
        v[d][i, j] = beta1 * v[d][i, j] + (1 - beta1) * g
        s[d][i, j] = beta2 * s[d][i, j] + (1 - beta2) * g * g
        v_hat = v[d][i, j] / (1 - math.pow(beta1, t))
        s_hat = s[d][i, j] / (1 - math.pow(beta2, t))
        if v_hat:
            parameters[name][i, j] -= learning_rate * v_hat / (math.sqrt(s_hat) + epsilon)
    return parameters, v, s


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
    if optimizer not in ("gd", "momentum", "rmsprop", "adam"):
        raise ValueError("unknown optimizer: " + optimizer)
    theta = {name: value + 0.0 for name, value in initial.items()}
    v, s = initialize_adam(theta)
    t = 0
    costs = []
    for epoch in range(num_epochs):
        sums = np.zeros((1, 1))
        for X_b, Y_b in random_mini_batches(X, Y, mini_batch_size, 1000 * seed + epoch):
            cost, grads = cost_and_grads(X_b, Y_b, theta)
            sums = sums + cost * X_b.shape[1]
            t += 1
            for name in theta:
                d = "d" + name
                if optimizer == "gd":
                    theta[name] = theta[name] - learning_rate * grads[d]
                elif optimizer == "momentum":
                    v[d] = beta * v[d] + (1 - beta) * grads[d]
                    theta[name] = theta[name] - learning_rate * v[d]
                elif optimizer == "rmsprop":
                    s[d] = beta * s[d] + (1 - beta) * grads[d] ** 2
                    theta[name] = theta[name] - learning_rate * grads[d] / (s[d] ** 0.5 + epsilon)
                else:
                    v[d] = beta1 * v[d] + (1 - beta1) * grads[d]
                    s[d] = beta2 * s[d] + (1 - beta2) * grads[d] ** 2
                    step = v[d] / (1 - beta1**t) / ((s[d] / (1 - beta2**t)) ** 0.5 + epsilon)
                    theta[name] = theta[name] - learning_rate * step
        costs.append(sums / X.shape[1])
    return theta, costs
