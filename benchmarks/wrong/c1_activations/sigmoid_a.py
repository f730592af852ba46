# exercise: sigmoid
import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    pos = z >= 0
    # right half: the usual formula, exp(-z) is at most 1
    out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
    # left half by symmetry
    out[~pos] = 1.0 - 1.0 / (1.0 + np.exp(z[~pos]))  # WRONG: 1 - (something near 1) cancels, so for z around -30 the tiny result has lost its digits; use e^z / (1 + e^z) here.
    return out
