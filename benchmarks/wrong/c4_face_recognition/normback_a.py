# exercise: l2_normalize_backward
import numpy as np


def l2_normalize_backward(dN, E):
    norm = np.linalg.norm(E, axis=1, keepdims=True)
    N = E / norm
    dot = np.sum(N * dN)  # WRONG: n . dn is a number of each row; this sums over all rows of the batch (axis=1, keepdims=True is missing).
    dE = (dN - N * dot) / norm
    return dE
