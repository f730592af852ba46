# exercise: batchnorm_forward
import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    Z = np.asarray(Z, dtype=float)
    mean = np.mean(Z, axis=0, keepdims=True)  # WRONG: the mean is taken over the units (axis 0) instead of over the examples of each row (axis 1).
    diff = Z - mean
    var = np.sum(diff * diff, axis=0, keepdims=True) / Z.shape[0]  # WRONG: the variance too is taken over the units; it must run over axis 1 and be divided by m.
    inv_std = 1 / np.sqrt(var + eps)
    xhat = diff * inv_std
    return gamma * xhat + beta, dict(xhat=xhat, inv_std=inv_std, gamma=gamma)
