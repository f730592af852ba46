# exercise: max_pool_same
import numpy as np


def max_pool_same(A, f=3):
    m, H, W, C = A.shape
    p = f // 2
    out = np.zeros(A.shape)
    for i in range(H):
        for j in range(W):
            r0, c0 = max(i - p, 0), max(j - p, 0)
            r1 = min(i + p, H)  # WRONG: a slice ends before its last index: the window must go to i + p + 1, or the row below is left out.
            c1 = min(j + p + 1, W)
            out[:, i, j, :] = A[:, r0:r1, c0:c1, :].max(axis=(1, 2))
    return out
