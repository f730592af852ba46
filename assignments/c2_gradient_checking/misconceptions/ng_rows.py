"""numeric_gradient runs over the first axis only, and moves what it finds there."""

from collections.abc import Callable

import numpy as np


def numeric_gradient(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-6
) -> np.ndarray:
    theta = np.array(theta, dtype=np.float64)
    gradient = np.zeros(theta.shape)
    for i in range(len(theta)):
        above, below = theta.copy(), theta.copy()
        above[i] += epsilon
        below[i] -= epsilon
        gradient[i] = (f(above) - f(below)) / (2 * epsilon)
    return gradient
