import numpy as np


def polynomial_features(x, degree):
    Phi = np.ones((degree + 1, len(x)))
    power = x
    for j in range(1, degree + 1):
        Phi[j] = power
        power *= x if j == 1 else Phi[1]
    return Phi
