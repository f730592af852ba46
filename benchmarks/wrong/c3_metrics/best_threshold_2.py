# exercise: best_threshold
import numpy as np


def best_threshold(scores, y, beta=1.0):
    scores = np.array(scores).reshape(-1)
    y = np.array(y).reshape(-1)
    F = -1
    T = None
    for t in sorted(set(scores.tolist())):
        y_hat = scores >= t
        counts = confusion_counts(y, y_hat)
        P = precision(counts["tp"], counts["fp"])
        R = recall(counts["tp"], counts["fn"])
        f = f_beta(P, R)  # WRONG: beta isn't handed on, so it is always F1.
        if f > F:  # WRONG: the thresholds rise, and of equal F the first, smallest one stays; the largest must win, so >= here or the other order.
            F = f
            T = t
    return T, F
