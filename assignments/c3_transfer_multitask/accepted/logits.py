# Other formulas: the loss of flipped probabilities, signs for masks, matrices with a row of ones.

import numpy as np
from nethelp import cost_and_grads


def multitask_loss(Yhat, Y):
    # What the network gives to the right answer; 1 where there is none, which costs nothing.
    right = np.where(Y == 1, Yhat, np.where(Y == 0, 1 - Yhat, 1.0))
    return np.array([[-np.log(np.maximum(right, 1e-12)).sum() / np.shape(Y)[1]]])


def multitask_gradient(Yhat, Y):
    there = (Y == Y).astype(float)
    return there * (Yhat - np.nan_to_num(Y)) / there.shape[1]


def multitask_accuracy(Yhat, Y):
    there = ~np.isnan(Y)
    right = there & ((Yhat > 0.5) == (Y > 0.5))
    with np.errstate(invalid="ignore"):
        return tuple(right.sum(axis=1) / there.sum(axis=1))


def replace_head(parameters, n_out, seed):
    *below, last = sorted({int(name[1:]) for name in parameters})
    n_in = parameters[f"W{last}"].shape[1]
    rng = np.random.default_rng(seed)
    head = {
        f"b{last}": np.zeros([n_out, 1]),
        f"W{last}": rng.standard_normal((n_out, n_in)) * np.sqrt(1 / n_in),
    }
    return head | {f"{c}{k}": 1 * parameters[f"{c}{k}"] for k in below for c in "Wb"}


def freeze_update(parameters, grads, learning_rate, frozen):
    rates = {k: 0.0 if k in frozen else learning_rate for k in range(1, len(parameters) // 2 + 1)}
    return {k: v - rates[int(k.strip("Wb"))] * grads["d" + k] for k, v in parameters.items()}


def extract_features(X, parameters, n_layers):
    A, ones = X + 0.0, np.ones((1, X.shape[1]))
    for k in range(1, n_layers + 1):
        Z = np.hstack([parameters[f"W{k}"], parameters[f"b{k}"]]) @ np.vstack([A, ones])
        A = (Z + abs(Z)) / 2
    return A


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    theta, costs = {k: v + 0.0 for k, v in parameters.items()}, []
    while len(costs) < num_iterations:
        cost, slopes = cost_and_grads(X, Y, theta)
        costs += [cost]
        for k in trainable:
            for c in "Wb":
                theta[f"{c}{k}"] = theta[f"{c}{k}"] - learning_rate * slopes[f"d{c}{k}"]
    return theta, tuple(costs)


def transfer_or_scratch(same_input, shared_features, n_source, n_target):
    return "transfer" if min(same_input, shared_features, n_source > n_target) else "scratch"
