# exercise: polynomial_features
import numpy as np


def polynomial_features(x, degree):
    x = np.array(x)
    phi = np.ones((degree + 1, len(x)), dtype=x.dtype)  # WRONG: with whole numbers in x the powers are integers (and overflow); Phi must be float64.
    for j in range(1, degree + 1):
        phi[j] = phi[j - 1] * x
    return phi
