# exercise: relu
import numpy as np


def relu(z):
    a = np.asarray(z)
    if a.ndim == 0:
        return np.maximum(0, a)
    # everything negative becomes zero
    a[a < 0] = 0  # WRONG: np.asarray does not copy, so this writes the zeros into the caller's z, which the backward pass still needs.
    return a
