# Plain loops over entries; nothing of NumPy's but what holds the numbers.

import math

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    tasks, m = Y.shape
    total = 0.0
    for k in range(tasks):
        for i in range(m):
            y = Y[k, i]
            if math.isnan(y):
                continue
            p = Yhat[k, i] if y == 1 else 1 - Yhat[k, i]
            total -= math.log(max(p, 1e-12))
    return total / m


def multitask_gradient(Yhat, Y):
    tasks, m = Y.shape
    dZ = np.zeros((tasks, m))
    for k in range(tasks):
        for i in range(m):
            if Y[k, i] == 0 or Y[k, i] == 1:
                dZ[k, i] = (Yhat[k, i] - Y[k, i]) / m
    return dZ


def multitask_accuracy(Yhat, Y):
    tasks, m = Y.shape
    found = []
    for k in range(tasks):
        right = there = 0
        for i in range(m):
            if math.isnan(Y[k, i]):
                continue
            there += 1
            if (Yhat[k, i] > 0.5) == (Y[k, i] == 1.0):
                right += 1
        found.append(right / there if there else math.nan)
    return found


def replace_head(parameters, n_out, seed):
    L = len(parameters) // 2
    rng = np.random.RandomState(seed)
    new = {}
    for layer in range(1, L):
        new["W" + str(layer)] = np.array(parameters["W" + str(layer)])
        new["b" + str(layer)] = np.array(parameters["b" + str(layer)])
    n_prev = parameters["W" + str(L)].shape[1]
    W = np.empty((n_out, n_prev))
    for i in range(n_out):
        for j in range(n_prev):
            W[i, j] = rng.randn() / math.sqrt(n_prev)
    new["W" + str(L)] = W
    new["b" + str(L)] = np.zeros((n_out, 1))
    return new


def freeze_update(parameters, grads, learning_rate, frozen):
    for layer in range(1, len(parameters) // 2 + 1):
        stays = False
        for number in frozen:
            if number == layer:
                stays = True
        if not stays:
            for letter in ["W", "b"]:
                name = letter + str(layer)
                parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


def extract_features(X, parameters, n_layers):
    A = np.array(X)
    for layer in range(n_layers):
        W, b = parameters["W" + str(layer + 1)], parameters["b" + str(layer + 1)]
        out = np.zeros((W.shape[0], A.shape[1]))
        for u in range(W.shape[0]):
            for i in range(A.shape[1]):
                z = b[u, 0]
                for j in range(W.shape[1]):
                    z += W[u, j] * A[j, i]
                out[u, i] = z if z > 0 else 0.0
        A = out
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    net = {}
    for name in parameters:
        net[name] = np.array(parameters[name])
    frozen = []
    for layer in range(1, len(net) // 2 + 1):
        if layer not in trainable:
            frozen.append(layer)
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, net)
        costs.append(cost)
        net = freeze_update(net, grads, learning_rate, frozen)
    return net, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    if not same_input:
        return "scratch"
    if not shared_features:
        return "scratch"
    if n_source <= n_target:
        return "scratch"
    return "transfer"
