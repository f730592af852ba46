# expect: multitask_accuracy loses
"""Probabilities are rounded to two decimals before they are compared with 1/2."""

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    there = ~np.isnan(Y)
    p = np.clip(Yhat[there], 1e-12, 1 - 1e-12)
    y = Y[there]
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / Y.shape[1]


def multitask_gradient(Yhat, Y):
    m = Y.shape[1]
    return np.where(np.isnan(Y), 0.0, (Yhat - Y) / m)


def multitask_accuracy(Yhat, Y):
    shares = []
    for said, known in zip(Yhat, Y):
        there = ~np.isnan(known)
        met = (np.round(said[there], 2) > 0.5) == known[there]
        shares.append(np.mean(met) if there.any() else np.nan)
    return shares


def replace_head(parameters, n_out, seed):
    L = len(parameters) // 2
    new = {name: value.copy() for name, value in parameters.items()}
    n = new[f"W{L}"].shape[1]
    rng = np.random.default_rng(seed)
    new[f"W{L}"] = rng.normal(size=(n_out, n)) / np.sqrt(n)
    new[f"b{L}"] = np.zeros((n_out, 1))
    return new


def freeze_update(parameters, grads, learning_rate, frozen):
    for l in range(1, len(parameters) // 2 + 1):
        if l not in frozen:
            parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
            parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def extract_features(X, parameters, n_layers):
    A = X.copy()
    for l in range(1, n_layers + 1):
        A = np.maximum(0, parameters[f"W{l}"] @ A + parameters[f"b{l}"])
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    parameters = {name: value.copy() for name, value in parameters.items()}
    frozen = [l for l in range(1, len(parameters) // 2 + 1) if l not in trainable]
    costs = []
    for i in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, parameters)
        costs.append(cost)
        parameters = freeze_update(parameters, grads, learning_rate, frozen)
    return parameters, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    if same_input and shared_features and n_source > n_target:
        return "transfer"
    return "scratch"
