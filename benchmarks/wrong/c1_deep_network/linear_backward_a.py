# exercise: linear_backward
import numpy as np


def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ) / m  # WRONG: dA_prev belongs to the single examples and is not a mean; it must not be divided by m.
    return dA_prev, dW, db
