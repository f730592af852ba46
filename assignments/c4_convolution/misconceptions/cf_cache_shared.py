"""conv_forward hands the same object out at every call."""

from typing import Any

import numpy as np


class Memory:
    """What the last call left."""

    def __len__(self):
        return len(self.parts)

    def __getitem__(self, place):
        return self.parts[place]


_memory = Memory()


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
    _memory.parts = A_prev, W, b, hparameters
    return Z, _memory
