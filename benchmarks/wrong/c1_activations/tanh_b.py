# exercise: tanh
import numpy as np


def tanh(z):
    z = np.asarray(z, dtype=np.float64)
    # expm1 keeps the digits near 0. With |z| the exponent is never positive -> no overflow
    t = np.expm1(-np.abs(z))  # WRONG: the exponent must be -2|z|, not -|z|; this computes tanh(z/2).
    # (1 - e) / (1 + e) with e = t + 1
    res = -t / (t + 2)
    return res  # WRONG: the sign of z was dropped by the absolute value and is never put back: tanh is odd, so negative z must give a negative result.
