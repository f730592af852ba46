# Lists of Python numbers and comprehensions; the head alone is trained on its features.

from math import fsum, isnan, log, nan

import numpy as np
from nethelp import cost_and_grads


def there(Yhat, Y):
    rows = zip(Yhat.tolist(), Y.tolist(), strict=True)
    return [[(p, y) for p, y in zip(*row, strict=True) if not isnan(y)] for row in rows]


def multitask_loss(Yhat, Y):
    paid = [-log(max(p if y else 1 - p, 1e-10)) for row in there(Yhat, Y) for p, y in row]
    return fsum(paid) / len(Y[0])


def multitask_gradient(Yhat, Y):
    pairs = zip(Yhat.ravel().tolist(), Y.ravel().tolist(), strict=True)
    flat = [0.0 if isnan(y) else p - y for p, y in pairs]
    return np.reshape(flat, Y.shape) / Y.shape[1]


def multitask_accuracy(Yhat, Y):
    return [
        sum(round(y) == (p > 0.5) for p, y in row) / len(row) if row else nan
        for row in there(Yhat, Y)
    ]


def replace_head(parameters, n_out, seed):
    L = len(parameters) // 2
    fan_in = parameters[f"W{L}"].shape[1]
    head = np.random.RandomState(seed).normal(loc=0, scale=fan_in**-0.5, size=n_out * fan_in)
    new = {"W": head.reshape(n_out, fan_in), "b": np.zeros((n_out, 1))}
    return {
        k: new[k[0]] if int(k[1:]) == L else v.astype(float, copy=True)
        for k, v in parameters.items()
    }


def freeze_update(parameters, grads, learning_rate, frozen):
    moving = [k for k in parameters if int(k[1:]) not in list(frozen)]
    parameters.update({k: parameters[k] - learning_rate * grads[f"d{k}"] for k in moving})
    return parameters


def extract_features(X, parameters, n_layers):
    layers = [(parameters[f"W{k + 1}"], parameters[f"b{k + 1}"]) for k in range(n_layers)]
    A = X.copy()
    for W, b in layers:
        A = np.clip(W @ A + b, 0, np.inf)
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    L = len(parameters) // 2
    copies = {k: v.copy() for k, v in parameters.items()}
    if list(trainable) != [L]:
        return descend(X, Y, copies, trainable, learning_rate, num_iterations)
    # Only the head moves: its inputs are worked out once.
    features = extract_features(X, parameters, L - 1)
    head = {"W1": copies[f"W{L}"], "b1": copies[f"b{L}"]}
    head, costs = descend(features, Y, head, [1], learning_rate, num_iterations)
    return {**copies, f"W{L}": head["W1"], f"b{L}": head["b1"]}, costs


def descend(X, Y, network, trainable, learning_rate, num_iterations):
    frozen = [k for k in range(1, len(network) // 2 + 1) if k not in trainable]
    costs = []
    for _ in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, network)
        costs.append(np.array(cost))
        network = freeze_update(network, grads, learning_rate, frozen)
    return network, costs


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    return {(True, True, True): "transfer"}.get(
        (bool(same_input), bool(shared_features), bool(n_source > n_target)), "scratch"
    )
