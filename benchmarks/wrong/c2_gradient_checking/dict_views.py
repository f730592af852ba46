# exercise: vector_to_parameters
import numpy as np


def vector_to_parameters(theta, keys, shapes):
    params = dict()
    pos = 0
    for i in range(len(keys)):
        size = int(np.prod(shapes[i]))
        chunk = theta[pos:pos + size]
        params[keys[i]] = chunk.reshape(shapes[i])  # WRONG: slice and reshape are views of theta; the arrays must be (float64) copies.
        pos += size
    if pos > len(theta):  # WRONG: entries of theta that are left over must raise ValueError too: the test has to be pos != len(theta).
        raise ValueError("not enough entries")
    return params
