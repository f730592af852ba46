"""gram_matrix writes each result of a size into the same array."""

import numpy as np

KEPT: dict[int, np.ndarray] = {}


def gram_matrix(A: np.ndarray) -> np.ndarray:
    G = KEPT.setdefault(len(A), np.zeros((len(A), len(A))))
    G[:] = A @ A.T
    return G
