# exercise: confusion_counts
import numpy as np


def confusion_counts(y_true, y_pred):
    t = np.asarray(y_true).ravel()
    p = np.asarray(y_pred).ravel()
    counts = {"tp": 0, "fp": 0, "fn": 0, "tn": 0}
    for a, b in zip(t, p):
        if a == 1 and b == 1:
            counts["tp"] += 1
        elif a == 1 and b == 0:
            counts["fp"] += 1  # WRONG: cracked and called sound is a false negative; fp and fn are exchanged in this branch and the next.
        elif a == 0 and b == 1:
            counts["fn"] += 1  # WRONG: sound and called cracked is a false positive, not fn.
        else:
            counts["tn"] += 1
    return counts
