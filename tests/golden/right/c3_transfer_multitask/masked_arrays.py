"""np.ma does the bookkeeping of the gaps; deepcopy that of the arrays."""

from copy import deepcopy
from functools import reduce

import numpy as np
import numpy.ma as ma
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    y = ma.masked_invalid(Y)
    p = np.clip(Yhat, 1e-15, 1 - 1e-15)
    each = -(y * np.log(p) + (1 - y) * np.log1p(-p))
    return np.sum(each.filled(0.0), keepdims=True) / Y.shape[1]


def multitask_gradient(Yhat, Y):
    return ((Yhat - ma.masked_invalid(Y)) / Y.shape[1]).filled(0.0)


def multitask_accuracy(Yhat, Y):
    # Half a unit is rounded to the even number, 0, and this is what is asked for.
    return (np.round(Yhat) == ma.masked_invalid(Y)).mean(axis=1).astype(float).filled(np.nan)


def depth(parameters):
    return max(int(name[1:]) for name in parameters)


def replace_head(parameters, n_out, seed):
    new, L = deepcopy(parameters), depth(parameters)
    n = new[f"W{L}"].shape[1]
    new.update({f"W{L}": np.random.default_rng(seed).normal(0, n**-0.5, (n_out, n))})
    new.update({f"b{L}": np.zeros((n_out, 1))})
    return new


def freeze_update(parameters, grads, learning_rate, frozen):
    for l in set(range(1, depth(parameters) + 1)) - set(frozen):
        parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] -= learning_rate * grads[f"db{l}"]
    return parameters


def extract_features(X, parameters, n_layers):
    layer = lambda A, l: np.fmax(parameters[f"W{l}"] @ A + parameters[f"b{l}"], 0)
    return reduce(layer, range(1, n_layers + 1), np.copy(X))


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    new, costs = deepcopy(parameters), np.zeros(num_iterations)
    for t in range(num_iterations):
        costs[t], grads = cost_and_grads(X, Y, new)
        for l in set(trainable):
            new[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
            new[f"b{l}"] -= learning_rate * grads[f"db{l}"]
    return new, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    return "transfer" if same_input and shared_features and n_target < n_source else "scratch"
