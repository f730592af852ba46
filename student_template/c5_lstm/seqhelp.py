"""The softmax of columns, as you have written it before.

Given code: import it, and leave it as it is.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def softmax(z: Array) -> Array:
    """Return the softmax of each column of z (n, m): positive numbers that sum to 1.

    z stays as it is.
    """
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    found: Array = e / np.sum(e, axis=0, keepdims=True)
    return found
