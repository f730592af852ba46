import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    p = r = 0.0
    for k in range(n_classes):
        counts = confusion_counts(np.ravel(y_true) == k, np.ravel(y_pred) == k)  # noqa: F821
        p += precision(counts["tp"], counts["fp"]) / n_classes  # noqa: F821
        r += recall(counts["tp"], counts["fn"]) / n_classes  # noqa: F821
    return f_beta(p, r)  # noqa: F821
