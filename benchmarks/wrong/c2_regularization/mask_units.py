# exercise: dropout_forward
import numpy as np


def dropout_forward(A, keep_prob, seed):
    rng = np.random.default_rng(seed)
    n, m = A.shape
    units = rng.random((n, 1)) < keep_prob  # WRONG: one draw per unit switches it off for all examples; each entry of A must be drawn by itself.
    D = np.repeat(units, m, axis=1)
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            if D[i, j]:
                out[i, j] = A[i, j]  # WRONG: what is kept must be divided by keep_prob.
    return out, D
