# exercise: best_threshold
import numpy as np


def best_threshold(scores, y, beta=1.0):
    s = np.asarray(scores).ravel()
    y = np.asarray(y).ravel()
    best_t, best_f = None, -1.0
    for t in np.unique(s)[::-1]:
        pred = (s > t).astype(int)  # WRONG: the prediction is 1 where the score is at least t, so it must be >=.
        c = confusion_counts(y, pred)
        f = f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta)
        if f > best_f:
            best_t, best_f = t, f
    return best_t, best_f
