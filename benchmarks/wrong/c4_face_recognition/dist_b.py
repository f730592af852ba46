# exercise: pairwise_squared_distances
import numpy as np


def pairwise_squared_distances(A, B):
    diff = A[:, np.newaxis, :] - B[np.newaxis, :, :]   # (n, k, d)
    return np.linalg.norm(diff, axis=2)  # WRONG: this is the Euclidean distance with its root; distance is the squared one here.
