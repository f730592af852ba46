# exercise: linear_activation_backward
import numpy as np


def linear_activation_backward(dA, cache, activation):
    lin, Z = cache

    def slope(z):
        if activation == "relu":
            return (z > 0).astype(float)
        if activation == "tanh":
            return 1 - z ** 2  # WRONG: 1 - a**2 is written in a = tanh(z), but here the pre-activation z is squared.
        if activation == "sigmoid":
            s = 1 / (1 + np.exp(-z))
            return s * (1 + s)  # WRONG: the slope of the sigmoid is s(1 - s), with a minus.

    dZ = np.multiply(dA, slope(Z))
    dA_prev, dW, db = linear_backward(dZ, lin)
    return dA_prev, dW, db
