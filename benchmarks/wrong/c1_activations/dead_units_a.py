# exercise: dead_units
import numpy as np


def dead_units(Z):
    dead = []
    for i in range(Z.shape[0]):
        row = Z[i, :]
        # no output at all -> dead
        if np.sum(row) <= 0:  # WRONG: the sum of a row can be <= 0 although one example is positive; every single entry must be <= 0.
            dead.append(True)
        else:
            dead.append(False)
    return np.array(dead)
