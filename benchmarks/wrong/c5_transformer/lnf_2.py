# exercise: layer_norm_forward
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True, ddof=1)  # WRONG: the variance divides by d, not by d - 1
    inv = 1 / (np.sqrt(var) + eps)  # WRONG: eps stands inside of the root
    xhat = (x - mean) * inv
    out = xhat * gamma + beta
    cache = (xhat, inv, gamma)
    return out, cache
