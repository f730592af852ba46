# exercise: parameters_to_vector
import numpy as np


def parameters_to_vector(parameters, keys):
    pieces = [np.zeros(0)]
    for name in parameters:  # WRONG: the order (and the choice) must be that of keys, not that of the dict.
        pieces.append(np.asarray(parameters[name], dtype=float).ravel())
    return np.concatenate(pieces)
