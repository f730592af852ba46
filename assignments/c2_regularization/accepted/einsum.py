# Sums written out with einsum; the scaled mask lies in the cache; numbers are 0-d arrays.

from itertools import pairwise

import numpy as np


def weights_of(parameters):
    return [parameters[name] for name in parameters if name.startswith("W")]


def l2_penalty(parameters, lambd, m):
    total = sum(np.einsum("ij,ij->", W, W) for W in weights_of(parameters))
    return np.asarray(lambd * total / (2 * m))


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    truth = np.where(Y == 1, AL, 1 - AL)
    m = AL.shape[-1]
    return np.asarray(-np.einsum("km->", np.log(truth)) / m + l2_penalty(parameters, lambd, m))


def add_l2_gradients(grads, parameters, lambd, m):
    pull = {f"d{name}": np.multiply(lambd / m, W) for name, W in parameters.items() if "W" in name}
    return {key: value + pull[key] if key in pull else value.copy() for key, value in grads.items()}


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    full = add_l2_gradients(grads, parameters, lambd, m)
    return {name: theta - learning_rate * full[f"d{name}"] for name, theta in parameters.items()}


def dropout_forward(A, keep_prob, seed):
    D = np.random.default_rng(seed).binomial(1, keep_prob, size=A.shape)
    return np.einsum("ij,ij->ij", A, D) / keep_prob, D


def dropout_backward(dA, D, keep_prob):
    return np.einsum("ij,ij->ij", dA, D / keep_prob)


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = len(parameters) // 2
    read, gates, A = [], [], X
    for number in range(1, L + 1):
        read.append(A)
        Z = np.einsum("uk,km->um", parameters[f"W{number}"], A) + parameters[f"b{number}"]
        if number < L:
            out, D = dropout_forward(np.where(Z > 0, Z, 0), keep_prob, seed * 100 + number)
            gates.append(D * (Z > 0))
            A = out
    AL = 0.5 + 0.5 * np.tanh(Z / 2)
    return AL, (read, gates, AL)


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    read, gates, AL = caches
    grads, flow = {}, (AL - Y) / Y.shape[1]
    for number in range(len(read), 0, -1):
        grads[f"dW{number}"] = np.einsum("um,km->uk", flow, read[number - 1])
        grads[f"db{number}"] = np.einsum("um->u", flow)[:, np.newaxis]
        if number > 1:
            back = np.einsum("uk,um->km", parameters[f"W{number}"], flow)
            flow = dropout_backward(back, gates[number - 2], keep_prob)
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    def search(epoch, best):
        if epoch == len(dev_costs):
            return best, epoch - 1
        if dev_costs[best] - min_delta > dev_costs[epoch]:
            best = epoch
        return (best, epoch) if epoch - best >= patience else search(epoch + 1, best)

    return search(0, 0)


def model(
    X,
    Y,
    layers_dims,
    learning_rate=0.3,
    num_iterations=2000,
    lambd=0.0,
    keep_prob=1.0,
    seed=1,
):
    rng = np.random.default_rng(seed)
    theta = {}
    for number, (n_prev, n) in enumerate(pairwise(layers_dims), start=1):
        theta[f"W{number}"] = rng.normal(0, (2 / n_prev) ** 0.5, size=(n, n_prev))
        theta[f"b{number}"] = np.zeros((n, 1))
    costs = []
    for _ in range(num_iterations):
        masks = int(rng.integers(2**31))
        AL, caches = forward_propagation_with_dropout(X, theta, keep_prob, masks)
        costs.append(compute_cost_with_regularization(AL, Y, theta, lambd))
        grads = backward_propagation_with_dropout(X, Y, caches, theta, keep_prob)
        theta = weight_decay_update(theta, grads, learning_rate, lambd, X.shape[1])
    return theta, tuple(costs)
