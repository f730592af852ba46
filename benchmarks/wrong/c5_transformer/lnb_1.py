# exercise: layer_norm_backward
import numpy as np


def layer_norm_backward(dy, cache):
    xhat, inv, gamma = cache
    axes = tuple(range(dy.ndim - 1))
    dgamma = np.sum(dy * xhat, axis=axes)
    dbeta = np.sum(dy, axis=axes)
    mean_dy = np.mean(dy, axis=-1, keepdims=True)
    mean_dyx = np.mean(dy * xhat, axis=-1, keepdims=True)
    dx = gamma * inv * (dy - mean_dy - xhat * mean_dyx)  # WRONG: gamma differs from feature to feature, so dy must be multiplied by it before the means are taken (g = gamma*dy), not afterwards
    return dx, dgamma, dbeta
