"""pool_forward pads so that windows stand around every cell."""

from typing import Any

import numpy as np


def pool_forward(
    A_prev: np.ndarray, hparameters: dict[str, int], mode: str = "max"
) -> tuple[np.ndarray, Any]:
    if mode not in ("max", "average"):
        raise ValueError(f'mode must be "max" or "average", not {mode!r}')
    f, stride = hparameters["f"], hparameters["stride"]
    padded = zero_pad(A_prev, (f - 1) // 2)  # noqa: F821
    m, n_H_prev, n_W_prev, n_C = padded.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)  # noqa: F821
    n_W = conv_output_size(n_W_prev, f, 0, stride)  # noqa: F821
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = padded[:, top : top + f, left : left + f]
            if mode == "max":
                A[:, h, w] = np.max(window, axis=(1, 2))
            else:
                A[:, h, w] = np.mean(window, axis=(1, 2))
    return A, (A_prev, hparameters)
