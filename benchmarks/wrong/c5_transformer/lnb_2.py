# exercise: layer_norm_backward
import numpy as np


def layer_norm_backward(dy, cache):
    xhat, inv, gamma = cache
    d = dy.shape[-1]
    dy_flat = dy.reshape(-1, d)
    xhat_flat = xhat.reshape(-1, d)
    dgamma = (dy_flat * xhat_flat).mean(axis=0)  # WRONG: dgamma is a sum over all rows, no mean
    dbeta = dy_flat.sum(axis=0)

    dxhat = dy * gamma
    first = dxhat.mean(axis=-1, keepdims=True)
    second = xhat * np.mean(dxhat * xhat)  # WRONG: the mean of g*xhat must be taken over the features of each row (axis=-1, keepdims), not over everything
    dx = inv * (dxhat - first - second)
    return dx, dgamma, dbeta
