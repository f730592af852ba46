# exercise: l2_normalize_backward
import numpy as np


def l2_normalize_backward(dN, E):
    m, d = E.shape
    dE = np.zeros((m, d))
    for i in range(m):
        e = E[i]
        length = np.sqrt(e @ e)
        along = np.dot(e, dN[i])  # WRONG: the projection needs the unit row n = e / length on both sides, so e.dn has to be divided by length as well (length**2 in all); it is not.
        dE[i] = dN[i] - e / length * along  # WRONG: the factor 1/length in front of the bracket is missing: a long row turns less than a short one.
    return dE
