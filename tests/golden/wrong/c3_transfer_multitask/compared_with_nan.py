# expect: multitask_loss, multitask_accuracy loses
"""Labels are compared with NaN, to which nothing is equal."""

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    m = Y.shape[1]
    mask = Y != np.nan
    Y_filled = np.where(mask, Y, 0)
    P = np.clip(Yhat, 1e-10, 1 - 1e-10)
    losses = -(Y_filled * np.log(P) + (1 - Y_filled) * np.log(1 - P))
    return np.sum(losses * mask) / m


def multitask_gradient(Yhat, Y):
    m = Y.shape[1]
    grad = (Yhat - Y) / m
    return np.nan_to_num(grad)


def multitask_accuracy(Yhat, Y):
    accuracies = []
    for k in range(Y.shape[0]):
        known = Y[k] != np.nan
        if known.sum() == 0:
            accuracies.append(np.nan)
        else:
            prediction = (Yhat[k, known] > 0.5).astype(int)
            accuracies.append((prediction == Y[k, known]).mean())
    return accuracies


def replace_head(parameters, n_out, seed):
    np.random.seed(seed)
    new = {}
    L = len(parameters) // 2
    for l in range(1, L):
        new["W" + str(l)] = parameters["W" + str(l)].copy()
        new["b" + str(l)] = parameters["b" + str(l)].copy()
    n_prev = parameters["W" + str(L)].shape[1]
    new["W" + str(L)] = np.random.randn(n_out, n_prev) * np.sqrt(1 / n_prev)
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
    parameters = {key: value.copy() for key, value in parameters.items()}
    L = len(parameters) // 2
    frozen = []
    for l in range(1, L + 1):
        if l not in trainable:
            frozen.append(l)
    costs = []
    for i in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(cost)
        parameters = freeze_update(parameters, grads, learning_rate, frozen)
    return parameters, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    if same_input and shared_features and n_source > n_target:
        return "transfer"
    else:
        return "scratch"
