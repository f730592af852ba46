# exercise: batchnorm_backward
import numpy as np


def batchnorm_backward(dout, cache):
    xhat, inv_std, gamma = cache["xhat"], cache["inv_std"], cache["gamma"]
    m = dout.shape[1]

    dbeta = dout.sum(axis=1, keepdims=True)
    dgamma = (dout * xhat).sum(axis=1, keepdims=True) / m  # WRONG: dgamma is a sum over the examples; the 1/m is in dout already.

    dxhat = dout * gamma
    way_mean = dxhat.sum(axis=1, keepdims=True) / m
    way_var = xhat * dxhat.sum(axis=1, keepdims=True) / m  # WRONG: the term through the variance needs the sum of dxhat * xhat, the factor xhat in the sum is missing.
    dZ = inv_std * (dxhat - way_mean - way_var)
    return dZ, dgamma, dbeta
