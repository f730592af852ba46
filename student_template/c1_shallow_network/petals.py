"""The petals: points of two classes in the plane that no straight line tells apart.

Given code: import it to train and to plot with, and leave it as it is.
"""

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

Array = NDArray[np.float64]


def petals(m: int, seed: int, k: int = 2, noise: float = 0.08) -> tuple[Array, Array]:
    """Return m points X (2, m) and their classes Y (1, m), 0 or 1.

    2k petals lie around the origin, in turn of the one class and the other. The points are
    blurred by `noise` after their class is settled, so some cross a border.
    """
    rng = default_rng(seed)
    theta = rng.uniform(0, 2 * np.pi, size=m)
    rho = 2 * np.sqrt(rng.uniform(0.01, 1, size=m))
    X = rho * np.array([np.cos(theta), np.sin(theta)]) + noise * rng.normal(size=(2, m))
    Y = (np.sin(k * theta) > 0).astype(np.float64)
    return X, Y.reshape(1, m)
