# exercise: pool_backward
import numpy as np


def pool_backward(dA, cache, mode="max"):
    A_prev, hp = cache
    f, s = hp["f"], hp["stride"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros_like(A_prev)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                if mode == "average":
                    dA_prev[i, h * s:h * s + f, w * s:w * s + f, :] += dA[i, h, w, :] / f ** 2
                else:
                    for c in range(n_C):
                        window = A_prev[i, h * s:h * s + f, w * s:w * s + f, c]
                        k = np.argmax(window)
                        r, q = k % f, k // f  # WRONG: argmax counts row by row, so the row is k // f and the column k % f; they are swapped.
                        dA_prev[i, h * s + r, w * s + q, c] += dA[i, h, w, c]
    return dA_prev
