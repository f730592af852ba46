"""pool_forward hands the same object out at every call."""

from typing import Any

import numpy as np


class Memory:
    """What the last call left."""

    def __len__(self):
        return len(self.parts)

    def __getitem__(self, place):
        return self.parts[place]


_memory = Memory()


def pool_forward(
    A_prev: np.ndarray, hparameters: dict[str, int], mode: str = "max"
) -> tuple[np.ndarray, Any]:
    if mode not in ("max", "average"):
        raise ValueError(f'mode must be "max" or "average", not {mode!r}')
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H = conv_output_size(n_H_prev, f, 0, stride)  # noqa: F821
    n_W = conv_output_size(n_W_prev, f, 0, stride)  # noqa: F821
    A = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, left = h * stride, w * stride
            window = A_prev[:, top : top + f, left : left + f]
            if mode == "max":
                A[:, h, w] = np.max(window, axis=(1, 2))
            else:
                A[:, h, w] = np.mean(window, axis=(1, 2))
    _memory.parts = A_prev, hparameters
    return A, _memory
