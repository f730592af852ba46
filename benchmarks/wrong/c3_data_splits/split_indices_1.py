# exercise: split_indices
import numpy as np


def split_indices(m, sizes, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(m)
    parts = []
    start = 0
    for s in sizes:
        end = start + s
        parts.append(order[start:end])
        start = s  # WRONG: the next part begins where this one ends (start = end); with start = s the third part overlaps an earlier one.
    return parts
