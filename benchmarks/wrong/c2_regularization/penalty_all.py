# exercise: l2_penalty
import numpy as np


def l2_penalty(parameters, lambd, m):
    total = 0
    for name in parameters:
        total += np.sum(np.square(parameters[name]))  # WRONG: the biases are free; only the entries of W1 to WL are summed.
    return lambd / (2 * m) * total
