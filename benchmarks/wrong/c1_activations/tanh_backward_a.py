# exercise: tanh_backward
import numpy as np


def tanh_backward(dA, Z):
    a = tanh(Z)
    dZ = np.multiply(dA, (1 - a) ** 2)  # WRONG: the slope is 1 - a**2, but here (1 - a) is squared.
    return dZ
