import numpy as np


def best_threshold(scores, y, beta=1.0):
    best, most, best_f = None, None, 0.0
    for t in np.unique(scores)[::-1]:
        counts = confusion_counts(y, np.asarray(scores) >= t)  # noqa: F821
        pair = precision(counts["tp"], counts["fp"]), recall(counts["tp"], counts["fn"])  # noqa: F821
        if most is None or f_beta(*pair) > most:  # noqa: F821
            best, most, best_f = float(t), f_beta(*pair), f_beta(*pair, beta)  # noqa: F821
    return best, best_f
