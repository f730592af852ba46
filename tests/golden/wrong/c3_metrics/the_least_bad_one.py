# expect: choose_model loses
"""Where no model is allowed, the best of all."""

import numpy as np
r = np.ravel
confusion_counts = lambda t, p: {n: int(((r(t) == a) & (r(p) == b)).sum()) for n, a, b in [("tp", 1, 1), ("fp", 0, 1), ("fn", 1, 0), ("tn", 0, 0)]}
precision = lambda tp, fp: tp and tp / (tp + fp)
recall = lambda tp, fn: tp and tp / (tp + fn)
def f_beta(precision, recall, beta=1.0): return precision * recall and (1 + beta ** 2) * precision * recall / (beta ** 2 * precision + recall)
def F(c, beta=1): return f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
def macro_f1(y_true, y_pred, n_classes): return sum(F(confusion_counts(r(y_true) == k, r(y_pred) == k)) for k in range(n_classes)) / n_classes
def weighted_error(y_true, y_pred, weights):
    w = r(weights)
    if not np.any(w): raise ValueError
    return w @ (r(y_true) != r(y_pred)) / sum(w)
def best_threshold(scores, y, beta=1.0):
    f, t = max((F(confusion_counts(y, r(scores) >= t), beta), t) for t in r(scores))
    return t, f
def choose_model(models, optimise, direction="max", constraints=()):
    ok = [i for i, m in enumerate(models) if all(m[k] <= v if s == "<=" else m[k] >= v for k, s, v in constraints)]
    return sorted(ok or range(len(models)), key=lambda i: models[i][optimise] * (-1 if direction == "max" else 1))[0] if models else None
