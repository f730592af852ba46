import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    total = {"tp": 0, "fp": 0, "fn": 0}
    for k in range(n_classes):
        counts = confusion_counts(np.ravel(y_true) == k, np.ravel(y_pred) == k)  # noqa: F821
        total = {name: total[name] + counts[name] for name in total}
    found = recall(total["tp"], total["fn"])  # noqa: F821
    return f_beta(precision(total["tp"], total["fp"]), found)  # noqa: F821
