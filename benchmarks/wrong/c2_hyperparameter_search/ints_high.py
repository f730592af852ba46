# exercise: sample_integers
import numpy as np


def sample_integers(low, high, size, seed):
    rng = np.random.default_rng(seed)
    result = np.zeros(size)  # WRONG: the array is one of floats; whole numbers with an integer dtype are asked for.
    for i in range(size):
        result[i] = rng.integers(low, high)  # WRONG: the upper end is left out by integers(low, high): it must be high + 1 or endpoint=True.
    return result
