# The global generator, deep copies, and arrays that are written into.

import copy

import numpy as np
import numpy.ma as ma
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    labels = ma.masked_invalid(Y)
    chance = np.clip(np.where(labels.filled(0) == 1, Yhat, 1 - Yhat), 1e-9, None)
    paid = ma.array(-np.log(chance), mask=ma.getmaskarray(labels))
    return paid.filled(0.0).sum() / Y.shape[-1]


def multitask_gradient(Yhat, Y):
    dZ = Yhat - Y
    dZ[np.isnan(dZ)] = 0
    dZ /= Y.shape[1]
    return dZ


def multitask_accuracy(Yhat, Y):
    met = (Yhat > 0.5).astype(float)
    met = np.where(met == Y, 1.0, 0.0)
    met[np.isnan(Y)] = np.nan
    out = np.full(len(Y), np.nan)
    for k, row in enumerate(met):
        if not np.isnan(row).all():
            out[k] = np.nanmean(row)
    return out


def replace_head(parameters, n_out, seed):
    np.random.seed(seed)
    network = copy.deepcopy(parameters)
    L = max(int(name[1:]) for name in network)
    n_in = network[f"W{L}"].shape[-1]
    network[f"W{L}"] = np.random.normal(0.0, n_in**-0.5, (n_out, n_in))
    network[f"b{L}"] = np.zeros(n_out)[:, np.newaxis]
    return network


def freeze_update(parameters, grads, learning_rate, frozen):
    for name, value in parameters.items():
        if int(name[1:]) not in frozen:
            value -= learning_rate * grads["d" + name]
    return parameters


def extract_features(X, parameters, n_layers):
    A = copy.copy(X)
    for l in range(1, n_layers + 1):  # noqa: E741
        A = np.dot(parameters["W%d" % l], A)  # noqa: UP031
        A += parameters["b%d" % l]  # noqa: UP031
        A[A < 0] = 0
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    network = copy.deepcopy(parameters)
    costs = np.empty(num_iterations)
    frozen = set(range(1, len(network) // 2 + 1)) - set(trainable)
    for i in range(num_iterations):
        costs[i], grads = cost_and_grads(X, Y, network)
        freeze_update(network, grads, learning_rate, list(frozen))
    return [network, costs]


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    return ["scratch", "transfer"][
        int(same_input) * int(shared_features) * int(n_source > n_target)
    ]
