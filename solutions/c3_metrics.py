"""Metrics: say in a line what is to be done."""

import numpy as np


def double(x):
    """Twice the array x, as a new array of the same shape."""
    # BEGIN SOLUTION
    return 2 * np.asarray(x)
    # END SOLUTION
