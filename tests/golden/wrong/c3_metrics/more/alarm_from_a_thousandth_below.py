# expect: best_threshold loses
"""For fear of floats a score counts from 0.001 below the threshold."""

import numpy as np


def confusion_counts(y_true, y_pred):
    n = np.bincount(2 * (np.ravel(y_true) == 1) + (np.ravel(y_pred) == 1), minlength=4)
    return dict(zip(("tn", "fp", "fn", "tp"), n), total=n.sum())


def precision(tp, fp):
    return np.float64(tp) / np.maximum(tp + fp, 1)


def recall(tp, fn):
    return np.float64(tp) / np.maximum(tp + fn, 1)


def f_beta(precision, recall, beta=1.0):
    b = np.square(beta, dtype=float)
    below = b * precision + recall
    return np.divide((1 + b) * precision * recall, below, out=np.zeros(1), where=below > 0)


def macro_f1(y_true, y_pred, n_classes):
    t, p = (np.ravel(y)[:, None] == np.arange(n_classes) for y in (y_true, y_pred))
    size = t.sum(0) + p.sum(0)
    return np.mean(2 * (t & p).sum(0) / np.where(size, size, 1))


def weighted_error(y_true, y_pred, weights):
    w = np.ravel(weights)
    if not w.any():
        raise ValueError("no weight")
    return np.average(np.ravel(y_true) != np.ravel(y_pred), weights=w)


def best_threshold(scores, y, beta=1.0):
    s, y = np.ravel(scores), np.ravel(y)
    best = (-1.0, 0.0)
    for t in np.unique(s):
        c = confusion_counts(y, s > t - 1e-3)
        f = f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
        best = max(best, (float(np.sum(f)), float(t)))
    return best[1], best[0]


def choose_model(models, optimise, direction="max", constraints=()):
    test = {"<=": np.less_equal, ">=": np.greater_equal}
    v = np.array([m[optimise] for m in models], dtype=float) * {"max": 1, "min": -1}[direction]
    ok = np.array([all(test[s](m[k], x) for k, s, x in constraints) for m in models], dtype=bool)
    return np.argmax(np.where(ok, v, -np.inf)) if ok.any() else None
