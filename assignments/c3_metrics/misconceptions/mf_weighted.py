import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    total = 0.0
    for k in range(n_classes):
        counts = confusion_counts(np.ravel(y_true) == k, np.ravel(y_pred) == k)  # noqa: F821
        found = recall(counts["tp"], counts["fn"])  # noqa: F821
        share = float(np.mean(np.ravel(y_true) == k))
        total += share * f_beta(precision(counts["tp"], counts["fp"]), found)  # noqa: F821
    return total
