"""The folds: tasks that look different and are made of the same three features.

Given code: import it to try transfer with, and leave it as it is.
"""

import numpy as np
from numpy.random import default_rng
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
N_INPUTS, N_FEATURES = 20, 3


def folds(m: int, C: ArrayLike, seed: int, world: int) -> tuple[Array, Array]:
    """Return m examples X (20, m), and their labels Y (tasks, m) of 0 and 1.

    A world has three directions in the space of the inputs, and folds it along each of them: its
    features are the three absolute values, less their means. Each row of C (tasks, 3) weighs
    them, and that task's label is 1 where the weighted sum is above 0.
    """
    directions = default_rng(world).normal(size=(N_FEATURES, N_INPUTS))
    X = default_rng([world, seed]).normal(size=(N_INPUTS, m))
    means = np.sqrt(2 / np.pi) * np.linalg.norm(directions, axis=1, keepdims=True)
    Y = (np.asarray(C) @ (np.abs(directions @ X) - means) > 0).astype(np.float64)
    return X, Y
