"""pool_forward counts windows that stick out, too."""

from typing import Any

import numpy as np


def pool_forward(
    A_prev: np.ndarray, hparameters: dict[str, int], mode: str = "max"
) -> tuple[np.ndarray, Any]:
    if mode not in ("max", "average"):
        raise ValueError(f'mode must be "max" or "average", not {mode!r}')
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    if f > min(n_H_prev, n_W_prev):
        raise ValueError("the window does not fit")
    n_H = -(-(n_H_prev - f) // stride) + 1
    n_W = -(-(n_W_prev - f) // stride) + 1
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = A_prev[:, top : top + f, left : left + f]
            if mode == "max":
                A[:, h, w] = np.max(window, axis=(1, 2))
            else:
                A[:, h, w] = np.mean(window, axis=(1, 2))
    return A, (A_prev, hparameters)
