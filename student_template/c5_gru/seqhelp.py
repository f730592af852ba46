"""Functions for the gates and the outputs of recurrent networks, as you have written them before.

Given code: import what you need, and leave it as it is. Nothing that is passed in changes.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """Return σ(z) = 1 / (1 + e^(−z)) for each z, without a warning however large it is."""
    found: Array = (1.0 + np.tanh(np.asarray(z) / 2)) / 2
    return found


def softmax(z: Array) -> Array:
    """Return the softmax of each column of z (n, m): positive numbers that sum to 1."""
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    found: Array = e / np.sum(e, axis=0, keepdims=True)
    return found
