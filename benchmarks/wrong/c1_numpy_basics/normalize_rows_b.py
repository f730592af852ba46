# exercise: normalize_rows
import numpy as np


def normalize_rows(x):
    for i in range(x.shape[0]):
        n = np.sum(np.abs(x[i]))  # WRONG: this is the sum of absolute values; the Euclidean norm is the root of the sum of squares.
        if n > 0:
            x[i] = x[i] / n  # WRONG: the result is written into the caller's x; make a new array.
    return x
