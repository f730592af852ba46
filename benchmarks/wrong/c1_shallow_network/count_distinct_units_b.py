# exercise: count_distinct_units
import numpy as np


def count_distinct_units(parameters, tol=1e-8):
    W1, b1 = parameters["W1"], parameters["b1"]
    n_h = W1.shape[0]
    U = np.concatenate([W1, b1], axis=1)  # WRONG: a unit also has its column of W2; units that differ only there are counted as the same.
    count = n_h
    for i in range(n_h):
        for j in range(i + 1, n_h):
            if np.max(np.abs(U[i] - U[j])) <= tol:
                count -= 1  # WRONG: every equal pair is subtracted: three equal units are three pairs and take off 3 instead of 2; leave the inner loop (break) after the first.
    return count
