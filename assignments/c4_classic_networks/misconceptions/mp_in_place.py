"""max_pool_same: each result is written into A, and read by the windows that come later."""

import numpy as np


def max_pool_same(A: np.ndarray, f: int = 3) -> np.ndarray:
    p = f // 2
    for h in range(A.shape[1]):
        for w in range(A.shape[2]):
            window = A[:, max(0, h - p) : h + p + 1, max(0, w - p) : w + p + 1]
            A[:, h, w] = window.max(axis=(1, 2))
    return A
