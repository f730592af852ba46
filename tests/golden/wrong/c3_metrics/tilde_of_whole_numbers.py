# expect: confusion_counts loses
"""~ of whole numbers is no negation: ~1 is −2."""

import numpy as np


def confusion_counts(y_true, y_pred):
    y_true = np.array(y_true).flatten().astype(int)
    y_pred = np.array(y_pred).flatten().astype(int)
    tp = np.sum((y_true == 1) & (y_pred == 1))
    fp = np.sum((y_true == 0) & (y_pred == 1))
    fn = np.sum((y_true == 1) & (y_pred == 0))
    tn = np.sum(~y_true & ~y_pred)
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}


def precision(tp, fp):
    if tp + fp == 0:
        return 0.0
    return tp / (tp + fp)


def recall(tp, fn):
    if tp + fn == 0:
        return 0.0
    return tp / (tp + fn)


def f_beta(precision, recall, beta=1.0):
    denominator = beta**2 * precision + recall
    if denominator == 0:
        return 0.0
    return (1 + beta**2) * precision * recall / denominator


def macro_f1(y_true, y_pred, n_classes):
    y_true = np.array(y_true)
    y_pred = np.array(y_pred)
    f1s = []
    for c in range(n_classes):
        counts = confusion_counts(y_true == c, y_pred == c)
        P = precision(counts["tp"], counts["fp"])
        R = recall(counts["tp"], counts["fn"])
        f1s.append(f_beta(P, R))
    return np.mean(f1s)


def weighted_error(y_true, y_pred, weights):
    y_true = np.array(y_true).flatten()
    y_pred = np.array(y_pred).flatten()
    weights = np.array(weights).flatten()
    if np.sum(weights) == 0:
        raise ValueError("The weights sum to zero")
    return np.sum(weights * (y_true != y_pred)) / np.sum(weights)


def best_threshold(scores, y, beta=1.0):
    scores = np.array(scores).flatten()
    best_t = None
    best_F = -1
    for t in sorted(set(scores), reverse=True):
        counts = confusion_counts(y, scores >= t)
        F = f_beta(
            precision(counts["tp"], counts["fp"]), recall(counts["tp"], counts["fn"]), beta
        )
        if F > best_F:
            best_t = t
            best_F = F
    return best_t, best_F


def meets(model, constraint):
    metric, sign, value = constraint
    if sign == "<=":
        return model[metric] <= value
    return model[metric] >= value


def choose_model(models, optimise, direction="max", constraints=()):
    best = None
    for i, model in enumerate(models):
        if all(meets(model, c) for c in constraints):
            if best is None:
                best = i
            elif direction == "max" and model[optimise] > models[best][optimise]:
                best = i
            elif direction == "min" and model[optimise] < models[best][optimise]:
                best = i
    return best
