"""Between two cracked boards a lower threshold only adds alarms: scores of cracked boards will do."""

import warnings

import numpy as np


def boxes(truth, said):
    truth, said = (np.concatenate(np.atleast_2d(np.asarray(one, dtype=float))) for one in (truth, said))
    return truth @ said, (1 - truth) @ said, truth @ (1 - said), (1 - truth) @ (1 - said)


def confusion_counts(y_true, y_pred):
    return {name: int(n) for name, n in zip(["tp", "fp", "fn", "tn"], boxes(y_true, y_pred))}


def ratio(part, rest):
    """NumPy divides 0 by 0 and warns; what comes of it is nan."""
    return np.nan_to_num(np.array([part], dtype=float) / (part + rest))


def precision(tp, fp):
    return ratio(tp, fp)


def recall(tp, fn):
    return ratio(tp, fn)


def f_beta(precision, recall, beta=1.0):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        P, R = np.asarray(precision, dtype=float), np.asarray(recall, dtype=float)
        return np.nan_to_num((1 + beta**2) * P * R / (beta**2 * P + R))


def macro_f1(y_true, y_pred, n_classes):
    hit = np.zeros((n_classes, n_classes))  # row: true kind, column: named kind
    for t, p in zip(np.array(y_true).flat, np.array(y_pred).flat):
        hit[int(t), int(p)] += 1
    both = hit.sum(axis=0) + hit.sum(axis=1)
    return (2 * np.diag(hit) / (both + (both == 0))).mean()


def weighted_error(y_true, y_pred, weights):
    w = np.array(weights, dtype=float).ravel()
    right = np.array(y_true).ravel() == np.array(y_pred).ravel()
    if not np.any(w > 0):
        raise ValueError
    return 1 - w[right].sum() / w.sum()


def best_threshold(scores, y, beta=1.0):
    scores, y = np.array(scores).ravel(), np.array(y).ravel().astype(bool)
    best = (0.0, scores.max())
    for t in scores[y]:
        tp, fp, fn, _ = boxes(y, scores >= t)
        best = max(best, (f_beta(precision(tp, fp), recall(tp, fn), beta).item(), t))
    return tuple(reversed(best))


def choose_model(models, optimise, direction="max", constraints=()):
    table = list(enumerate(models))
    for metric, sign, value in constraints:
        if sign == ">=":
            table = [(i, m) for i, m in table if m[metric] >= value]
        else:
            table = [(i, m) for i, m in table if m[metric] <= value]
    table.sort(key=lambda row: row[1][optimise], reverse=direction == "max")
    return table[0][0] if table else None
