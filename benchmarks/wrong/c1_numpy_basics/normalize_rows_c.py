# exercise: normalize_rows
import numpy as np


def normalize_rows(x):
    norms = np.sqrt((x ** 2).sum(axis=1).reshape(-1, 1))
    # rows of zeros must not be divided by 0
    norms = np.where(norms < 1e-4, 1.0, norms)  # WRONG: rows that are short but not zero are left undivided; only a norm of exactly 0 may be replaced.
    return x / norms
