"""The function that opens and closes the gates of recurrent networks.

Given code: import what you need, and leave it as it is. Nothing that is passed in changes.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """Return σ(z) = 1 / (1 + e^(−z)) for each z, without a warning however large it is."""
    found: Array = (1.0 + np.tanh(np.asarray(z) / 2)) / 2
    return found
