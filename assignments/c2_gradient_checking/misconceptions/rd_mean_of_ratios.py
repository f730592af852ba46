"""relative_difference is the mean of the entries' relative differences."""

import numpy as np


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    size = np.abs(grad) + np.abs(gradapprox)
    return float(np.mean(np.abs(grad - gradapprox) / np.where(size == 0, 1.0, size)))
