# exercise: identity_block_backward
import numpy as np
from convhelp import conv2d_backward


def identity_block_backward(dA, cache):
    (X, Z1, A1, S, params) = cache
    pad1 = params["W1"].shape[0] // 2
    pad2 = params["W2"].shape[0] // 2
    grads = {}
    # last relu
    dS = np.where(S > 0, dA, 0.0)
    # second conv
    dA1, grads["dW2"], grads["db2"] = conv2d_backward(dS, A1, params["W2"], 1, pad2)
    # first relu
    dZ1 = np.where(A1 >= 0, dA1, 0.0)  # WRONG: A1 is never negative, so A1 >= 0 is always true and the gate of the first relu is open everywhere; Z1 > 0 (or A1 > 0) is needed.
    # first conv
    dX, grads["dW1"], grads["db1"] = conv2d_backward(dZ1, X, params["W1"], 1, pad1)
    return dX, grads  # WRONG: the derivative along the shortcut, dS, is not added to dX.
