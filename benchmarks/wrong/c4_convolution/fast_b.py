# exercise: conv_forward_fast
import numpy as np


def conv_forward_fast(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f = W.shape[0]
    n_C = W.shape[3]
    n_H = conv_output_size(n_H_prev, f, pad, stride)
    n_W = conv_output_size(n_W_prev, f, pad, stride)
    A_pad = zero_pad(A_prev, pad)
    Z = np.zeros((m, n_H, n_W, n_C))
    for u in range(f):
        for v in range(f):
            part = A_pad[:, u:u + n_H * stride:stride, v:v + n_W * stride:stride, :]
            # convolution: turn the kernel round
            w_uv = W[f - 1 - u, f - 1 - v]  # WRONG: the filter is not flipped in this course (cross-correlation): cell (u, v) of the window meets W[u, v].
            Z += part @ w_uv
            Z += b  # WRONG: the bias is added in each of the f*f passes of the loop; it must be added once, after it.
    return Z
