# F from the counts alone, by identities; a sweep from the top with sums that grow.

import math
from collections import Counter

import numpy as np

SIGNS = {"<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b}


def confusion_counts(y_true, y_pred):
    t = np.asarray(y_true, dtype=float).reshape(-1)
    p = np.asarray(y_pred, dtype=float).reshape(-1)
    tp = t @ p
    fp, fn = p.sum() - tp, t.sum() - tp
    return {"tp": int(tp), "fp": int(fp), "fn": int(fn), "tn": int(t.size - tp - fp - fn)}


def precision(tp, fp):
    return 1 - fp / (tp + fp) if tp or fp else 0.0


def recall(tp, fn):
    return tp / max(tp + fn, 1)


def f_beta(precision, recall, beta=1.0):
    if min(precision, recall) <= 0:
        return 0.0
    b2 = beta**2
    return 1 / ((1 / precision) / (1 + b2) + (1 / recall) * b2 / (1 + b2))


def macro_f1(y_true, y_pred, n_classes):
    y_true, y_pred = np.ravel(y_true).tolist(), np.ravel(y_pred).tolist()
    both = Counter(a for a, b in zip(y_true, y_pred, strict=False) if a == b)
    there, named = Counter(y_true), Counter(y_pred)
    return (
        math.fsum(2 * both[k] / (there[k] + named[k]) for k in range(n_classes) if both[k])
        / n_classes
    )


def weighted_error(y_true, y_pred, weights):
    right = np.ravel(y_true) == np.ravel(y_pred)
    assert np.sum(weights) > 0
    return 1 - np.average(right, weights=np.ravel(weights))


def best_threshold(scores, y, beta=1.0):
    pairs = sorted(zip(np.ravel(scores).tolist(), np.ravel(y).tolist(), strict=False), reverse=True)
    positives = sum(label for _, label in pairs)
    tp, best = 0, (-1.0, None)
    for place, (score, label) in enumerate(pairs):
        tp += label
        if place + 1 < len(pairs) and pairs[place + 1][0] == score:
            continue
        f = (1 + beta**2) * tp / (place + 1 + beta**2 * positives)
        if f > best[0]:
            best = f, score
    return best[1], best[0]


def choose_model(models, optimise, direction="max", constraints=()):
    def allowed(model):
        return all(SIGNS[sign](model[name], value) for name, sign, value in constraints)

    sign = {"max": -1, "min": 1}[direction]
    ranked = sorted((sign * m[optimise], i) for i, m in enumerate(models) if allowed(m))
    return ranked[0][1] if ranked else None
