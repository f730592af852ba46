# exercise: layer_norm_backward
import numpy as np


def layer_norm_backward(dy, cache):
    xhat, inv, gamma = cache
    D = xhat.shape[-1]
    g = dy * gamma
    sum_g = np.sum(g, axis=-1, keepdims=True)
    sum_gx = np.sum(g * xhat, axis=-1, keepdims=True)
    dx = inv / D * (D * g - sum_g + xhat * sum_gx)  # WRONG: the sign of the last part, the way through the variance is subtracted
    dgamma = np.zeros(D)
    dbeta = np.zeros(D)
    for row_dy, row_x in zip(dy.reshape(-1, D), xhat.reshape(-1, D)):
        dgamma += row_dy * row_x
        dbeta += row_dy
    return dx, dgamma, dbeta
