# Each function in one expression, where there is one.

import numpy as np


def confusion_counts(y_true, y_pred):
    pairs = list(zip(np.ravel(y_true).tolist(), np.ravel(y_pred).tolist(), strict=True))
    return {
        name: pairs.count(pair)
        for name, pair in (("tp", (1, 1)), ("fp", (0, 1)), ("fn", (1, 0)), ("tn", (0, 0)))
    }


precision = recall = lambda good, bad: good / ((good + bad) or 1)


def f_beta(precision, recall, beta=1.0):
    return (1 + beta**2) * precision * recall / ((beta**2 * precision + recall) or 1.0)


def macro_f1(y_true, y_pred, n_classes):
    def f1(t, p):
        return 2 * np.sum(t & p) / max(np.sum(t) + np.sum(p), 1)

    return np.mean([f1(np.ravel(y_true) == k, np.ravel(y_pred) == k) for k in range(n_classes)])


def weighted_error(y_true, y_pred, weights):
    return np.average(np.ravel(y_true) != np.ravel(y_pred), weights=refused_if_zero(weights))


def refused_if_zero(weights):
    if np.sum(weights) == 0:
        raise ValueError
    return np.ravel(weights)


def best_threshold(scores, y, beta=1.0):
    def at(t):
        c = confusion_counts(np.ravel(y) * 1, (np.ravel(scores) >= t) * 1)
        return f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta), t

    return max(map(at, set(np.ravel(scores).tolist())))[::-1]


def choose_model(models, optimise, direction="max", constraints=()):
    keep = [
        i
        for i, m in enumerate(models)
        if not any((m[k] > v) if s == "<=" else (m[k] < v) for k, s, v in constraints)
    ]
    return min(keep, key=lambda i: (-1) ** (direction == "max") * models[i][optimise], default=None)
