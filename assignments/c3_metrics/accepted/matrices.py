# A confusion matrix by bincount; all thresholds and all models at once, in tables.

import numpy as np


def matrix(y_true, y_pred, n):
    pairs = n * np.ravel(y_true).astype(int) + np.ravel(y_pred).astype(int)
    return np.bincount(pairs, minlength=n * n).reshape(n, n)


def confusion_counts(y_true, y_pred):
    (tn, fp), (fn, tp) = matrix(y_true, y_pred, 2)
    return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}


def precision(tp, fp):
    return np.divide(tp, tp + fp, out=np.zeros(()), where=np.asarray(tp + fp) > 0)


def recall(tp, fn):
    return np.divide(tp, tp + fn, out=np.zeros(()), where=np.asarray(tp + fn) > 0)


def f_beta(precision, recall, beta=1.0):
    top = (1 + beta**2) * np.multiply(precision, recall)
    below = beta**2 * np.asarray(precision) + recall
    return np.nan_to_num(top / np.where(below > 0, below, np.inf))


def macro_f1(y_true, y_pred, n_classes):
    table = matrix(y_true, y_pred, n_classes)
    below = table.sum(axis=0) + table.sum(axis=1)
    return np.mean(2 * np.diag(table) / np.maximum(below, 1))


def weighted_error(y_true, y_pred, weights):
    weights = np.asarray(weights, dtype=float).ravel()
    if not weights.any():
        raise ValueError("weights must not all be 0")
    return np.dot(weights, np.ravel(y_true) != np.ravel(y_pred)) / np.sum(weights)


def best_threshold(scores, y, beta=1.0):
    scores, y = np.ravel(scores), np.ravel(y).astype(int)
    t = np.unique(scores)
    said = scores[None, :] >= t[:, None]
    tp = said @ y
    f = (1 + beta**2) * tp / (said.sum(axis=1) + beta**2 * y.sum())
    last = len(t) - 1 - np.argmax(f[::-1])
    return t[last], f[last]


def choose_model(models, optimise, direction="max", constraints=()):
    if len(models) == 0:
        return None
    allowed = np.ones(len(models), dtype=bool)
    for metric, sign, value in constraints:
        column = np.array([model[metric] for model in models])
        allowed &= column <= value if sign == "<=" else column >= value
    worth = np.array([model[optimise] for model in models], dtype=float)
    if direction == "min":
        worth = -worth
    return np.argmax(np.where(allowed, worth, -np.inf)) if allowed.any() else None
