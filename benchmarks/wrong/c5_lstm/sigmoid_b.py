# exercise: sigmoid
import numpy as np


def sigmoid(z):
    z = np.asarray(z)
    s = np.zeros_like(z)  # WRONG: zeros_like takes over the type of z, so for whole numbers the result is cut off to 0 or 1.
    pos = z >= 0
    neg = ~pos
    s[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
    e = np.exp(z[neg])
    s[neg] = e / (1.0 + e)
    return s
