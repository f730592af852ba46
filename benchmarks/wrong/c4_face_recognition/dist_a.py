# exercise: pairwise_squared_distances
import numpy as np


def pairwise_squared_distances(A, B):
    a2 = np.sum(A * A, axis=1)[:, None]
    b2 = np.sum(B * B, axis=1)[None, :]
    D = a2 + b2 - 2 * A @ B.T
    return D  # WRONG: rounding may leave small negative numbers where 0 belongs; they have to be cut off with np.maximum(D, 0).
