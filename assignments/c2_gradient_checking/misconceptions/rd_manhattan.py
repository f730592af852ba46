"""relative_difference takes sums of absolute values for lengths."""

import numpy as np


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    size = np.sum(np.abs(grad)) + np.sum(np.abs(gradapprox))
    return float(np.sum(np.abs(grad - gradapprox)) / size) if size else 0.0
