# exercise: compute_cost
import numpy as np


def compute_cost(A, Y):
    m = Y.shape[1]
    eps = 1e-12
    A = np.clip(A, eps, 1 - eps)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * (1 - np.log(A)))  # WRONG: the second term needs log(1 - A), not 1 - log(A).
    return cost
