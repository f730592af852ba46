"""numeric_gradient moves the caller's own entries, and takes back what it added."""

from collections.abc import Callable

import numpy as np


def numeric_gradient(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-6
) -> np.ndarray:
    if theta.dtype != np.float64:
        theta = theta.astype(np.float64)
    gradient = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        theta[place] += epsilon
        above = f(theta)
        theta[place] -= 2 * epsilon
        below = f(theta)
        theta[place] += epsilon
        gradient[place] = (above - below) / (2 * epsilon)
    return gradient
