# exercise: projection_block_backward
import numpy as np
from convhelp import conv2d_backward


def projection_block_backward(dA, cache):
    X, Z1, A1, S, par, s = cache
    g = {}
    dS = np.where(S > 0, dA, 0)
    pad2 = par["W2"].shape[0] // 2
    dA1, g["dW2"], g["db2"] = conv2d_backward(dS, Z1, par["W2"], 1, pad2)  # WRONG: the second convolution read A1 on the way forward, after the relu, and not Z1; with Z1 dW2 is wrong.
    dZ1 = np.where(Z1 > 0, dA1, 0)
    dX1, g["dW1"], g["db1"] = conv2d_backward(dZ1, X, par["W1"], s, par["W1"].shape[0] // 2)
    dX2, g["dWs"], g["dbs"] = conv2d_backward(dS, X, par["Ws"], s, 0)
    dX = dX1
    dX[:, ::s, ::s, :] = dX2[:, ::s, ::s, :]  # WRONG: what arrives along the two ways is added; this overwrites the main path's share at the pixels that the shortcut read.
    return dX, g
