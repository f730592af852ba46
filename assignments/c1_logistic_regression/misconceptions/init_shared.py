"""initialize keeps its zeros and hands the same array out again."""

import numpy as np

_zeros: dict[int, np.ndarray] = {}


def initialize(n_x: int) -> tuple[np.ndarray, float]:
    return _zeros.setdefault(n_x, np.zeros((n_x, 1))), 0.0
