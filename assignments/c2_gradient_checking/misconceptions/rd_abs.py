"""relative_difference is taken entry by entry."""

import numpy as np


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> np.ndarray:
    size = np.abs(grad) + np.abs(gradapprox)
    return np.abs(grad - gradapprox) / np.where(size == 0, 1.0, size)
