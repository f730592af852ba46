# expect: best_threshold loses
"""Of equally good thresholds the smallest."""

# no numpy functions except to flatten
import numpy as np


def to_list(a):
    return [x.item() if hasattr(x, "item") else x for x in np.array(a).reshape(-1)]


def confusion_counts(y_true, y_pred):
    result = dict(tp=0, fp=0, fn=0, tn=0)
    for t, p in zip(to_list(y_true), to_list(y_pred)):
        if t == 1 and p == 1:
            result["tp"] += 1
        if t == 0 and p == 1:
            result["fp"] += 1
        if t == 1 and p == 0:
            result["fn"] += 1
        if t == 0 and p == 0:
            result["tn"] += 1
    return result


def precision(tp, fp):
    try:
        return float(tp) / (tp + fp)
    except ZeroDivisionError:
        return 0.0


def recall(tp, fn):
    return precision(tp, fn)


def f_beta(precision, recall, beta=1.0):
    b = beta * beta
    try:
        return (1 + b) * precision * recall / (b * precision + recall)
    except ZeroDivisionError:
        return 0.0


def macro_f1(y_true, y_pred, n_classes):
    truth, guess = to_list(y_true), to_list(y_pred)
    total = 0
    for k in range(n_classes):
        t = [int(x == k) for x in truth]
        g = [int(x == k) for x in guess]
        c = confusion_counts(t, g)
        total += f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]))
    return total / n_classes


def weighted_error(y_true, y_pred, weights):
    w = to_list(weights)
    if sum(w) == 0:
        raise ValueError("sum of weights is 0")
    bad = 0
    for t, p, wi in zip(to_list(y_true), to_list(y_pred), w):
        if t != p:
            bad += wi
    return bad / sum(w)


def best_threshold(scores, y, beta=1.0):
    s = to_list(scores)
    table = {}
    for t in s:
        c = confusion_counts(y, [int(x >= t) for x in s])
        table[t] = f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
    top = max(table.values())
    return [min(t for t in table if table[t] == top), top]


def choose_model(models, optimise, direction="max", constraints=()):
    candidates = {}
    for i in range(len(models)):
        broken = 0
        for c in constraints:
            if c[1] == "<=" and not models[i][c[0]] <= c[2]:
                broken += 1
            if c[1] == ">=" and not models[i][c[0]] >= c[2]:
                broken += 1
        if broken == 0:
            candidates[i] = models[i][optimise]
    if candidates == {}:
        return None
    if direction == "max":
        return max(candidates, key=candidates.get)
    return min(candidates, key=candidates.get)
