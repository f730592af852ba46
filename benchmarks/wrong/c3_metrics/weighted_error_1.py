# exercise: weighted_error
import numpy as np


def weighted_error(y_true, y_pred, weights):
    t = np.asarray(y_true).ravel().astype(int)
    p = np.asarray(y_pred).ravel().astype(int)
    w = np.asarray(weights, dtype=float).ravel()
    if np.sum(w) == 0:
        raise ValueError("sum of weights is 0")
    wrong = np.abs(t - p)  # WRONG: labels are only equal or different; a 0 predicted as 2 counts twice here. It must be t != p.
    return float(np.sum(wrong * w) / len(w))  # WRONG: it must be divided by the sum of all weights, not by their number.
