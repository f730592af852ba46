"""numeric_gradient moves all entries together, and says the same of each."""

from collections.abc import Callable

import numpy as np


def numeric_gradient(
    f: Callable[[np.ndarray], float], theta: np.ndarray, epsilon: float = 1e-6
) -> np.ndarray:
    theta = np.array(theta, dtype=np.float64)
    slope = (f(theta + epsilon) - f(theta - epsilon)) / (2 * epsilon)
    return np.full(theta.shape, slope)
