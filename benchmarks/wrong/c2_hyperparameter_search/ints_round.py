# exercise: sample_integers
import numpy as np


def sample_integers(low, high, size, seed):
    gen = np.random.RandomState(seed)
    numbers = gen.uniform(low, high, size)
    return np.round(numbers).astype(int)  # WRONG: rounding gives the two ends only half the share of the others; draw whole numbers from low to high + 1 (excluded).
