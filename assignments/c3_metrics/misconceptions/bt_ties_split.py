import numpy as np


def best_threshold(scores, y, beta=1.0):
    order = np.argsort(-np.ravel(scores), kind="stable")
    labels = np.ravel(y)[order].astype(int)
    best, best_f = None, None
    for count in range(1, labels.size + 1):
        tp = int(labels[:count].sum())
        found = recall(tp, int(labels.sum()) - tp)  # noqa: F821
        f = f_beta(precision(tp, count - tp), found, beta)  # noqa: F821
        if best_f is None or f > best_f:
            best, best_f = float(np.ravel(scores)[order[count - 1]]), f
    return best, best_f
