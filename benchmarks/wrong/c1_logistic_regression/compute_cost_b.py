# exercise: compute_cost
import numpy as np


def compute_cost(A, Y):
    m = A.shape[1]
    total = 0.0
    for i in range(m):
        a = A[0, i]
        if Y[0, i] == 1:
            total += np.log10(a + 1e-10)  # WRONG: the logarithm is the natural one, np.log, not log10.
        else:
            total += np.log(1 - a + 1e-10)
    return -total  # WRONG: the cost is the mean over the examples; the division by m is missing.
