# exercise: batchnorm_backward
import numpy as np


def batchnorm_backward(dout, cache):
    xh = cache["xhat"]
    s = cache["inv_std"]
    g = cache["gamma"]
    dgamma = np.sum(dout * xh, axis=1, keepdims=True)
    dbeta = np.sum(dout, axis=1, keepdims=True)
    # chain rule: out = gamma * xhat + beta, xhat = (z - mu) * s
    dxhat = g * dout
    dZ = dxhat * s  # WRONG: mean and variance are treated as constants; the terms through the mean and through the variance are missing.
    return dZ, dgamma, dbeta
