"""Helpers from earlier assignments are brought along; the head is trained on its features alone."""

import numpy as np
from nethelp import cost_and_grads, predict


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return z * (z > 0)


def cross_entropy(a, y):
    a = min(max(a, 1e-15), 1 - 1e-15)
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def multitask_loss(Yhat, Y):
    total = 0
    for row_hat, row in zip(Yhat, Y):
        total += sum(cross_entropy(a, y) for a, y in zip(row_hat, row) if not np.isnan(y))
    return total / len(Y[0])


def multitask_gradient(Yhat, Y):
    return [
        [0.0 if np.isnan(y) else (a - y) / len(row) for a, y in zip(row_hat, row)]
        for row_hat, row in zip(Yhat, Y)
    ]


def multitask_accuracy(Yhat, Y):
    right = np.where(np.isnan(Y), np.nan, (Yhat > 0.5) == (Y == 1))
    known = np.sum(~np.isnan(Y), axis=1)
    out = np.nansum(right, axis=1) / np.where(known == 0, 1, known)
    out[known == 0] = np.nan
    return out


def number_of_layers(parameters):
    return sum(1 for key in parameters if key.startswith("W"))


def copy_of(parameters):
    return {key: np.array(parameters[key]) for key in sorted(parameters)}


def replace_head(parameters, n_out, seed):
    rng = np.random.default_rng(seed)
    L = number_of_layers(parameters)
    result = copy_of(parameters)
    old = result.pop(f"W{L}")
    std = 1 / np.sqrt(old.shape[1])
    result[f"W{L}"] = rng.normal(loc=0.0, scale=std, size=(n_out, old.shape[1]))
    result[f"b{L}"] = np.zeros_like(result[f"W{L}"][:, :1])
    return result


def freeze_update(parameters, grads, learning_rate, frozen):
    for key in parameters:
        layer = int(key.replace("W", "").replace("b", ""))
        if layer not in frozen:
            parameters[key] -= learning_rate * grads["d" + key]
    return parameters


def extract_features(X, parameters, n_layers):
    activations = [np.array(X)]
    for layer in range(n_layers):
        W, b = parameters[f"W{layer + 1}"], parameters[f"b{layer + 1}"]
        activations.append(relu(W.dot(activations[-1]) + b))
    return activations[-1]


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    network = copy_of(parameters)
    all_layers = np.arange(1, number_of_layers(network) + 1)
    frozen = np.setdiff1d(all_layers, trainable).tolist()
    costs = []
    for iteration in range(num_iterations):
        cost, grads = cost_and_grads(X, Y, network)
        costs.append(cost)
        freeze_update(network, grads, learning_rate, frozen)
    return network, np.array(costs)


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    more = n_source > n_target
    return "transfer" if all([same_input, shared_features, more]) else "scratch"


if __name__ == "__main__":
    print(predict(np.zeros((2, 3)), {"W1": np.ones((1, 2)), "b1": np.ones((1, 1))}))
