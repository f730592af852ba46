# Recursion and reduce: examples one after the other, models in a knock-out.

from functools import reduce

import numpy as np


def confusion_counts(y_true, y_pred):
    def add(counts, pair):
        key = ("f", "t")[int(pair[0]) == int(pair[1])] + ("n", "p")[int(pair[1])]
        return {**counts, key: counts.get(key, 0) + 1}

    none = dict.fromkeys(("tp", "fp", "fn", "tn"), 0)
    return reduce(add, zip(np.ravel(y_true), np.ravel(y_pred), strict=False), none)


def precision(tp, fp):
    return np.array([[tp / (tp + fp) if tp else 0.0]])


def recall(tp, fn):
    return precision(tp, fn)


def f_beta(precision, recall, beta=1.0):
    p, r = float(np.squeeze(precision)), float(np.squeeze(recall))
    if p == r:
        return p
    return 0.0 if p * r == 0 else (1 + beta**2) / (1 / p + beta**2 / r)


def macro_f1(y_true, y_pred, n_classes):
    def rest(k):
        if k < 0:
            return 0.0
        c = confusion_counts(np.ravel(y_true) == k, np.ravel(y_pred) == k)
        return f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"])) + rest(k - 1)

    return rest(n_classes - 1) / n_classes


def weighted_error(y_true, y_pred, weights):
    parts = np.zeros(2)
    np.add.at(parts, (np.ravel(y_true) != np.ravel(y_pred)).astype(int), np.ravel(weights))
    if parts.sum() == 0:
        raise ValueError("nothing weighs anything")
    return parts[1] / (parts[0] + parts[1])


def best_threshold(scores, y, beta=1.0):
    def search(tried):
        t, *lower = tried
        c = confusion_counts(y, np.ravel(scores) >= t)
        f = f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
        if not lower:
            return t, f
        other = search(lower)
        return other if other[1] > f else (t, f)

    return search(sorted(set(np.ravel(scores).tolist()), reverse=True))


def choose_model(models, optimise, direction="max", constraints=()):
    if constraints:
        (metric, sign, value), *others = constraints
        limit = {"<=": value, ">=": -value}[sign]
        turn = 1 if sign == "<=" else -1
        bad = {i for i, m in enumerate(models) if turn * m[metric] > limit}
        left = [i for i in range(len(models)) if i not in bad]
        chosen = choose_model([models[i] for i in left], optimise, direction, others)
        return None if chosen is None else left[chosen]

    def winner(i, j):
        a, b = models[i][optimise], models[j][optimise]
        return j if (b > a if direction == "max" else b < a) else i

    return reduce(winner, range(len(models))) if models else None
