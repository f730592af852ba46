"""conv_backward goes on with the dW of earlier calls."""

from typing import Any

import numpy as np

GRADIENTS: dict[tuple[int, ...], np.ndarray] = {}


def conv_backward(dZ: np.ndarray, cache: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    A_prev, W, _, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, (_, n_H_prev, n_W_prev, _) = W.shape[0], A_prev.shape
    _, n_H, n_W, _ = dZ.shape
    padded = zero_pad(A_prev, pad)  # noqa: F821
    d_padded, dW = np.zeros(padded.shape), GRADIENTS.setdefault(W.shape, np.zeros(W.shape))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            d = dZ[:, h, w]
            met = padded[:, top : top + f, left : left + f]
            d_padded[:, top : top + f, left : left + f] += np.tensordot(d, W, axes=(1, 3))
            dW += np.tensordot(met, d, axes=(0, 0))
    dA_prev = d_padded[:, pad : pad + n_H_prev, pad : pad + n_W_prev]
    return dA_prev, dW, np.sum(dZ, axis=(0, 1, 2), keepdims=True)
