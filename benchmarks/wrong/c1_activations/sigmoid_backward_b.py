# exercise: sigmoid_backward
import numpy as np


def sigmoid_backward(dA, Z):
    # quotient rule: d/dz 1/(1+e^-z) = e^-z / (1+e^-z)^2
    e = np.exp(-Z)
    g = e / (1 + e) ** 2  # WRONG: for very negative Z, e is infinite and this is inf/inf = NaN; the slope must become 0 there (use a(1-a)).
    return dA * g
