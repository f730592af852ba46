"""relative_difference takes np.linalg.norm with order 2, whatever the number of axes."""

import numpy as np


def relative_difference(grad: np.ndarray, gradapprox: np.ndarray) -> float:
    def norm(v: np.ndarray) -> float:
        return float(np.linalg.norm(v if v.ndim < 3 else v.ravel(), 2))

    size = norm(grad) + norm(gradapprox)
    return norm(grad - gradapprox) / size if size else 0.0
