"""Loops over tasks and images, one label at a time."""

import math

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    tasks = Y.shape[0]
    m = Y.shape[1]
    total = 0.0
    for k in range(tasks):
        for i in range(m):
            y = Y[k, i]
            if y != y:
                continue
            p = Yhat[k, i]
            if y == 0:
                p = 1 - p
            if p < 0.00000001:
                p = 0.00000001
            total = total - math.log(p)
    return total / m


def multitask_gradient(Yhat, Y):
    tasks = Y.shape[0]
    m = Y.shape[1]
    dZ = np.zeros((tasks, m))
    for k in range(tasks):
        for i in range(m):
            if not math.isnan(Y[k, i]):
                dZ[k, i] = (Yhat[k, i] - Y[k, i]) / m
    return dZ


def multitask_accuracy(Yhat, Y):
    result = []
    for k in range(Y.shape[0]):
        good = 0
        count = 0
        for i in range(Y.shape[1]):
            if Y[k, i] == 1 or Y[k, i] == 0:
                count += 1
                if Yhat[k, i] > 0.5:
                    answer = 1
                else:
                    answer = 0
                if answer == Y[k, i]:
                    good += 1
        if count > 0:
            result.append(good / count)
        else:
            result.append(np.nan)
    return result


def replace_head(parameters, n_out, seed):
    L = 0
    while "W" + str(L + 1) in parameters:
        L = L + 1
    new = {}
    for l in range(1, L):
        new["W" + str(l)] = parameters["W" + str(l)].copy()
        new["b" + str(l)] = parameters["b" + str(l)].copy()
    n = parameters["W" + str(L)].shape[1]
    np.random.seed(seed)
    new["W" + str(L)] = np.random.randn(n_out, n) * np.sqrt(1 / n)
    new["b" + str(L)] = np.zeros((n_out, 1))
    return new


def freeze_update(parameters, grads, learning_rate, frozen):
    L = len(parameters) // 2
    for l in range(1, L + 1):
        if l in frozen:
            continue
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


def extract_features(X, parameters, n_layers):
    A = X.copy()
    for l in range(1, n_layers + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        A = np.maximum(0, Z)
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    new = {}
    for name in parameters:
        new[name] = np.array(parameters[name])
    L = len(new) // 2
    frozen = []
    for l in range(1, L + 1):
        if l not in trainable:
            frozen.append(l)
    costs = []
    for i in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, new)
        costs.append(cost)
        new = freeze_update(new, grads, learning_rate, frozen)
    return new, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    if not same_input:
        return "scratch"
    if not shared_features:
        return "scratch"
    if n_source <= n_target:
        return "scratch"
    return "transfer"
