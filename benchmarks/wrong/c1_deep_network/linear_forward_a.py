# exercise: linear_forward
import numpy as np


def linear_forward(A, W, b):
    n, n_prev = W.shape
    m = A.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        total = 0.0  # WRONG: the accumulator is set to 0 once per row only, so the sums of the earlier examples are carried into the next ones.
        for j in range(m):
            for k in range(n_prev):
                total += W[i, k] * A[k, j]
            Z[i, j] = total + b[i, 0]
    return Z, (A, W, b)
