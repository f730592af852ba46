# exercise: linear_activation_backward
import numpy as np


def linear_activation_backward(dA, cache, activation):
    linear_cache, activation_cache = cache
    Z = activation_cache
    if activation == "sigmoid":
        A = 1 / (1 + np.exp(-Z))
        g = A * (1 - A)
    elif activation == "tanh":
        A = np.tanh(Z)
        g = 1 - A ** 2
    elif activation == "relu":
        A = np.maximum(0, Z)
        g = A  # WRONG: the slope of relu is 1 where Z > 0 and 0 elsewhere; this multiplies by the activation itself.
    dZ = dA * g
    return linear_backward(dZ, linear_cache)
