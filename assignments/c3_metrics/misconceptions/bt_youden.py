import numpy as np


def best_threshold(scores, y, beta=1.0):
    best, most, best_f = None, None, 0.0
    for t in np.unique(scores)[::-1]:
        counts = confusion_counts(y, np.asarray(scores) >= t)  # noqa: F821
        found = recall(counts["tp"], counts["fn"])  # noqa: F821
        gain = found - recall(counts["fp"], counts["tn"])  # noqa: F821
        if most is None or gain > most:
            best, most = float(t), gain
            best_f = f_beta(precision(counts["tp"], counts["fp"]), found, beta)  # noqa: F821
    return best, best_f
