# exercise: layer_norm_forward
import numpy as np


def layer_norm_forward(x, gamma, beta, eps=1e-5):
    mu = np.mean(x, axis=0, keepdims=True)  # WRONG: this is the mean over the examples as in batch norm; each row is normalised by itself, over the last axis
    var = np.mean((x - mu) ** 2, axis=0, keepdims=True)  # WRONG: the variance is that of the row as well: axis=-1
    inv = 1.0 / np.sqrt(var + eps)
    xhat = (x - mu) * inv
    y = gamma * xhat + beta
    return y, (xhat, inv, gamma)
