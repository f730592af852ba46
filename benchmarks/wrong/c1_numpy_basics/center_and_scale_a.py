# exercise: center_and_scale
import numpy as np


def center_and_scale(X):
    n_x, m = X.shape
    Z = np.zeros((n_x, m))
    for j in range(n_x):
        row = X[j]
        mu = sum(row) / m
        var = sum((v - mu) ** 2 for v in row) / max(m - 1, 1)  # WRONG: this is the sample variance; the population deviation divides by m.
        sd = var ** 0.5
        if sd > 0 and row.max() > row.min():
            Z[j] = (row - mu) / sd
    return Z
