# exercise: linear_activation_backward
import numpy as np


def linear_activation_backward(dA, cache, activation):
    linear_cache, Z = cache
    if activation == "relu":
        dZ = dA
        dZ[Z <= 0] = 0  # WRONG: dZ is another name for dA, so this overwrites the caller's dA; make a copy first.
    elif activation == "sigmoid":
        s = 1 / (1 + np.exp(-Z))
        dZ = dA * s * (1 - s)
    elif activation == "tanh":
        t = np.tanh(Z)
        dZ = dA * (1 - t * t)
    return linear_backward(dZ, linear_cache)
