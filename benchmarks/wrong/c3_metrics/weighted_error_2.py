# exercise: weighted_error
import numpy as np


def weighted_error(y_true, y_pred, weights):
    y_true, y_pred = np.array(y_true).flatten(), np.array(y_pred).flatten()
    weights = np.array(weights).flatten()
    total = weights.sum()
    if total < 1e-12:  # WRONG: tiny weights are weights, only their ratios matter; refuse only if the sum is exactly 0.
        raise ValueError("all weights are zero")
    err = 0.0
    for i in range(len(weights)):
        if y_true[i] != y_pred[i]:
            err += weights[i]
    return err / total
