# exercise: pool_forward
import numpy as np


def pool_forward(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    (m, n_H_prev, n_W_prev, n_C) = A_prev.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)
    n_W = conv_output_size(n_W_prev, f, 0, stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            a_slice = A_prev[:, h * stride:h * stride + f, w * f:w * f + f, :]  # WRONG: the columns step by f and not by the stride; where stride and f differ the windows are wrong.
            if mode == "max":
                A[:, h, w, :] = np.max(a_slice, axis=(1, 2))
            else:  # WRONG: any other mode (such as "Max") silently becomes an average; it must raise ValueError.
                A[:, h, w, :] = np.mean(a_slice, axis=(1, 2))
    return A, (A_prev, hparameters)
