# exercise: vector_to_parameters
import numpy as np


def vector_to_parameters(theta, keys, shapes):
    needed = 0
    for sh in shapes:
        needed += int(np.prod(sh))
    if needed != theta.size:
        raise ValueError("theta does not fit the shapes")
    out = {}
    start = 0
    for k, sh in zip(keys, shapes):
        count = int(np.prod(sh))
        out[k] = np.array(theta[start:start + count], dtype=float).reshape(sh)
        start = count  # WRONG: the position must move on (start += count); from the third key on the wrong entries are cut out.
    return out
