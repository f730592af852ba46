# exercise: linear_backward
import numpy as np


def linear_backward(dZ, cache):
    A_prev, W, b = cache
    m = dZ.shape[0]  # WRONG: rows of dZ are units; the number of examples is dZ.shape[1].
    dA_prev = W.T @ dZ
    dW = dZ @ A_prev.T
    dW = dW / m
    db = np.sum(dZ, axis=1) / m  # WRONG: the sum drops its axis, so db has the shape (n,) instead of (n, 1); use keepdims=True.
    return dA_prev, dW, db
