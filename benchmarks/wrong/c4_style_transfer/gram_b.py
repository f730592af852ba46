# exercise: gram_matrix
import numpy as np


def gram_matrix(A):
    # correlation of the channels
    mu = np.mean(A, axis=1, keepdims=True)
    A_c = A - mu  # WRONG: no mean is taken away: G = A A^T of A as it is, this is a covariance.
    return A_c @ A_c.T
