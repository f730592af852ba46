# exercise: pairwise_sq_distances
import numpy as np


def pairwise_sq_distances(A, B):
    p, q = len(A), len(B)
    D = np.zeros((p, q))
    for k in range(A.shape[1]):
        # difference in coordinate k of all pairs
        d = A[:, k].reshape(p, 1) - B[:, k].reshape(1, q)
        D = d * d  # WRONG: the sum over the coordinates is overwritten in each round; only the last coordinate is left (+= is needed).
    return D
