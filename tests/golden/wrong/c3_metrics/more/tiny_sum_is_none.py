# expect: weighted_error loses
"""A sum of weights below 1e-12 is taken for 0."""

import numpy as np


def confusion_counts(y_true, y_pred):
    y_true = np.array(y_true).reshape(-1)
    y_pred = np.array(y_pred).reshape(-1)
    tp = 0
    fp = 0
    fn = 0
    tn = 0
    for i in range(len(y_true)):
        if y_pred[i] == 1 and y_true[i] == 1:
            tp = tp + 1
        elif y_pred[i] == 1 and y_true[i] == 0:
            fp = fp + 1
        elif y_pred[i] == 0 and y_true[i] == 1:
            fn = fn + 1
        else:
            tn = tn + 1
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
    if precision == 0 or recall == 0:
        return 0.0
    return (1 + beta**2) / (1 / precision + beta**2 / recall)


def macro_f1(y_true, y_pred, n_classes):
    y_true = np.array(y_true).reshape(-1)
    y_pred = np.array(y_pred).reshape(-1)
    total = 0
    for c in range(n_classes):
        true_c = []
        pred_c = []
        for i in range(len(y_true)):
            true_c.append(1 if y_true[i] == c else 0)
            pred_c.append(1 if y_pred[i] == c else 0)
        counts = confusion_counts(true_c, pred_c)
        p = precision(counts["tp"], counts["fp"])
        r = recall(counts["tp"], counts["fn"])
        total = total + f_beta(p, r)
    return total / n_classes


def weighted_error(y_true, y_pred, weights):
    y_true = np.array(y_true).reshape(-1)
    y_pred = np.array(y_pred).reshape(-1)
    weights = np.array(weights, dtype=float).reshape(-1)
    wrong = 0
    total = 0
    for i in range(len(weights)):
        total = total + weights[i]
        if y_true[i] != y_pred[i]:
            wrong = wrong + weights[i]
    if total < 1e-12:
        raise ValueError("all weights are 0")
    return wrong / total


def best_threshold(scores, y, beta=1.0):
    scores = np.array(scores).reshape(-1)
    y = np.array(y).reshape(-1)
    best_t = None
    best_f = -1
    for t in sorted(set(scores.tolist()), reverse=True):
        y_pred = []
        for s in scores:
            if s >= t:
                y_pred.append(1)
            else:
                y_pred.append(0)
        counts = confusion_counts(y, y_pred)
        p = precision(counts["tp"], counts["fp"])
        r = recall(counts["tp"], counts["fn"])
        f = f_beta(p, r, beta)
        if f > best_f:
            best_f = f
            best_t = t
    return best_t, best_f


def choose_model(models, optimise, direction="max", constraints=()):
    best = None
    for i in range(len(models)):
        ok = True
        for metric, sign, value in constraints:
            if sign == "<=" and models[i][metric] > value:
                ok = False
            if sign == ">=" and models[i][metric] < value:
                ok = False
        if not ok:
            continue
        if best is None:
            best = i
        elif direction == "max" and models[i][optimise] > models[best][optimise]:
            best = i
        elif direction == "min" and models[i][optimise] < models[best][optimise]:
            best = i
    return best
