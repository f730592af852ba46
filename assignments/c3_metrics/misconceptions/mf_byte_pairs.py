import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    pairs = n_classes * np.ravel(y_true) + np.ravel(y_pred)
    table = np.zeros((n_classes, n_classes))
    for pair in pairs.tolist():
        table[pair // n_classes, pair % n_classes] += 1
    below = table.sum(axis=0) + table.sum(axis=1)
    return float(np.mean(2 * np.diag(table) / np.maximum(below, 1)))
