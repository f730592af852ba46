# exercise: pairwise_sq_distances
import numpy as np


def pairwise_sq_distances(A, B):
    # ||a||^2 + ||b||^2 - 2ab
    a2 = np.sum(A ** 2, axis=1, keepdims=True)
    b2 = np.sum(B ** 2, axis=1)
    D = a2 + b2 - A @ B.T  # WRONG: the factor 2 before the product a·b is missing.
    return np.sqrt(np.maximum(D, 0))  # WRONG: squared distances are asked for; no root.
