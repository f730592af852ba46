# exercise: parameters_to_vector
import numpy as np


def parameters_to_vector(parameters, keys):
    theta = None
    for k in keys:
        part = np.array(parameters[k], dtype=np.float64).flatten(order="F")  # WRONG: the entries must come in C order, row by row; "F" goes through the columns.
        if theta is None:
            theta = part
        else:
            theta = np.concatenate((theta, part))
    return theta  # WRONG: with no keys this returns None instead of an empty array (0,).
