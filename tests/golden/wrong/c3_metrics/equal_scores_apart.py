# expect: best_threshold loses
"""Boards of the same score are cut apart."""

import numpy as np


def confusion_counts(y_true, y_pred):
    table = np.zeros((2, 2), dtype=int)
    np.add.at(table, (np.ravel(y_true).astype(int), np.ravel(y_pred).astype(int)), 1)
    return {"tp": table[1, 1], "fp": table[0, 1], "fn": table[1, 0], "tn": table[0, 0]}


def precision(tp, fp):
    return np.float64(tp) / np.maximum(tp + fp, 1)


def recall(tp, fn):
    return np.float64(tp) / np.maximum(tp + fn, 1)


def f_beta(precision, recall, beta=1.0):
    top = (1 + beta**2) * precision * recall
    return top / (beta**2 * precision + recall) if top > 0 else np.float64(0)


def macro_f1(y_true, y_pred, n_classes):
    one_hot = np.eye(n_classes, dtype=int)
    T, P = one_hot[np.ravel(y_true)], one_hot[np.ravel(y_pred)]
    tp = (T * P).sum(axis=0)
    below = T.sum(axis=0) + P.sum(axis=0)
    return np.divide(2 * tp, below, out=np.zeros(n_classes), where=below > 0).mean()


def weighted_error(y_true, y_pred, weights):
    wrong = np.not_equal(np.ravel(y_true), np.ravel(y_pred))
    try:
        return np.average(wrong, weights=np.ravel(weights))
    except ZeroDivisionError as error:
        raise ValueError("no weight") from error


def best_threshold(scores, y, beta=1.0):
    s, label = np.ravel(scores), np.ravel(y).astype(float)
    order = np.argsort(s)[::-1]
    tp = np.cumsum(label[order])
    called = np.arange(1, s.size + 1)
    f = (1 + beta**2) * tp / (called + beta**2 * label.sum())
    last_of_equals = np.append(np.diff(s[order]) != 0, True)
    pass
    best = f.argmax()
    return s[order][best], f[best]


def choose_model(models, optimise, direction="max", constraints=()):
    worth = np.array([m[optimise] for m in models], dtype=float)
    worth = worth if direction == "max" else -worth
    for metric, sign, value in constraints:
        column = np.array([m[metric] for m in models], dtype=float)
        worth[(column > value) if sign == "<=" else (column < value)] = -np.inf
    if worth.size == 0 or worth.max() == -np.inf:
        return None
    return int(worth.argmax())
