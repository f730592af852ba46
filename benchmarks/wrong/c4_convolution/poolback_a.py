# exercise: pool_backward
import numpy as np


def pool_backward(dA, cache, mode="max"):
    A_prev, hparameters = cache
    stride = hparameters["stride"]
    f = hparameters["f"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    v0, h0 = h * stride, w * stride
                    if mode == "max":
                        piece = A_prev[i, v0:v0 + f, h0:h0 + f, c]
                        mask = (piece == np.max(piece))
                        dA_prev[i, v0:v0 + f, h0:h0 + f, c] += mask * dA[i, h, w, c]
                    elif mode == "average":
                        average = dA[i, h, w, c] / (n_H * n_W)  # WRONG: the share of each cell is dA / (f * f): it depends on the size of the window and not on that of the output.
                        dA_prev[i, v0:v0 + f, h0:h0 + f, c] += np.ones((f, f)) * average
    return dA_prev
