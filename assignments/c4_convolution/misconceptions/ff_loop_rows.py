"""conv_forward_fast loops over the rows of the output."""

import numpy as np


def conv_forward_fast(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> np.ndarray:
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)  # noqa: F821
    n_W = conv_output_size(n_W_prev, f, pad, stride)  # noqa: F821
    padded = zero_pad(A_prev, pad)  # noqa: F821
    Z = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for u in range(f):
            for v in range(f):
                met = padded[:, h * stride + u, v : v + stride * n_W : stride]
                Z[:, h] += met @ W[u, v]
    return Z + b
