"""relative_difference divides by the length of the sum."""

import numpy as np


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    size = np.sqrt(np.sum((grad + gradapprox) ** 2))
    return float(np.sqrt(np.sum((grad - gradapprox) ** 2)) / size) if size else 0.0
