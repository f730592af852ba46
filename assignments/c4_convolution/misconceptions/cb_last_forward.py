"""conv_backward reads what the last call of conv_forward left behind."""

from typing import Any

import numpy as np

LAST: list[Any] = []


def conv_backward(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    A_prev, W, _, hparameters = LAST[-1]
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, (_, n_H_prev, n_W_prev, _) = W.shape[0], A_prev.shape
    _, n_H, n_W, _ = dZ.shape
    padded = zero_pad(A_prev, pad)  # noqa: F821
    d_padded, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dZ[:, h, w]
            met = padded[:, top : top + f, left : left + f]
            d_padded[:, top : top + f, left : left + f] += np.tensordot(d, W, axes=(1, 3))
            dW += np.tensordot(met, d, axes=(0, 0))
    dA_prev = d_padded[:, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dA_prev, dW, np.sum(dZ, axis=(0, 1, 2), keepdims=True)


def conv_forward(
    A_prev: np.ndarray, W: np.ndarray, b: np.ndarray, hparameters: dict[str, int]
) -> tuple[np.ndarray, Any]:
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    n_H = conv_output_size(n_H_prev, f, pad, stride)  # noqa: F821
    n_W = conv_output_size(n_W_prev, f, pad, stride)  # noqa: F821
    padded = zero_pad(A_prev, pad)  # noqa: F821
    Z = np.zeros((m, n_H, n_W, n_C))
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                top, left = h * stride, w * stride
                a_slice = padded[i, top : top + f, left : left + f]
                for c in range(n_C):
                    Z[i, h, w, c] = conv_single_step(a_slice, W[..., c], b[..., c])  # noqa: F821
    LAST[:] = [(A_prev, W, b, hparameters)]
    return Z, (A_prev, W, b, hparameters)
