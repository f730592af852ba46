# exercise: l2_normalize
import numpy as np


def l2_normalize(E, eps=1e-12):
    N = np.zeros(E.shape)
    for i in range(len(E)):
        norm = np.sum(np.abs(E[i]))  # WRONG: this is the sum of the absolute values (L1); the Euclidean norm is the root of the sum of squares.
        if norm < eps:
            norm = eps
        N[i] = E[i] / norm
    return N
