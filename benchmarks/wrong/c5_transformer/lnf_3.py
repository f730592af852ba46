# exercise: layer_norm_forward
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    d = x.shape[-1]
    m1 = np.sum(x, axis=-1, keepdims=True) / d
    m2 = np.sum(x * x, axis=-1, keepdims=True) / d
    var = m2 - m1 ** 2  # WRONG: the difference of two large numbers is mostly rounding for rows near a million; subtract the mean before squaring
    inv = 1.0 / np.sqrt(var + eps)
    xhat = (x - m1) * inv
    return gamma * xhat + beta, (xhat, inv, gamma)
