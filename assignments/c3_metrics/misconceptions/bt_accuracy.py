import numpy as np


def best_threshold(scores, y, beta=1.0):
    best, most, best_f = None, -1, 0.0
    for t in np.unique(scores)[::-1]:
        counts = confusion_counts(y, np.asarray(scores) >= t)  # noqa: F821
        right = counts["tp"] + counts["tn"]
        found = recall(counts["tp"], counts["fn"])  # noqa: F821
        if right > most:
            best, most = float(t), right
            best_f = f_beta(precision(counts["tp"], counts["fp"]), found, beta)  # noqa: F821
    return best, best_f
