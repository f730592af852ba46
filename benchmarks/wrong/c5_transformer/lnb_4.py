# exercise: layer_norm_backward
import numpy as np


def layer_norm_backward(dy, cache):
    xhat, inv, gamma = cache
    g = gamma * dy
    gbar = np.mean(g, axis=-1, keepdims=True)
    gxbar = np.mean(g * xhat, axis=-1, keepdims=True)
    dx = inv * (g - gbar - xhat * gxbar)
    # sum over everything but the features
    while dy.ndim > 1:
        dy = dy.sum(axis=0)
    dbeta = dy
    tmp = g * xhat  # WRONG: dgamma takes dy*xhat; g already has gamma in it
    while tmp.ndim > 1:
        tmp = tmp.sum(axis=0)
    return dx, tmp, dbeta
