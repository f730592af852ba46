# exercise: pairwise_sq_distances
import numpy as np


def pairwise_sq_distances(A, B):
    diff = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    D = np.sum(diff ** 2, axis=1)  # WRONG: axis 1 runs over the points of B; the sum must run over the coordinates, the last axis.
    return D
