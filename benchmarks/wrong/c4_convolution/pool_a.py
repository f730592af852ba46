# exercise: pool_forward
import numpy as np


def pool_forward(A_prev, hparameters, mode="max"):
    if mode != "max" and mode != "average":
        raise ValueError("mode?")
    f = hparameters["f"]
    stride = hparameters["stride"]
    m, H, W, C = A_prev.shape
    n_H = conv_output_size(H, f, 0, stride)
    n_W = conv_output_size(W, f, 0, stride)
    A = np.zeros((m, n_H, n_W, C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(C):
                    best = 0  # WRONG: the running maximum begins at 0, so a window of negative numbers gives 0; begin with -inf or the window's first number.
                    total = 0
                    for u in range(f):
                        for v in range(f):
                            value = A_prev[i, h * stride + u, w * stride + v, c]
                            if value > best:
                                best = value
                            total += value
                    if mode == "max":
                        A[i, h, w, c] = best
                    else:
                        A[i, h, w, c] = total / (f * f)
    return A, (A_prev, hparameters)
