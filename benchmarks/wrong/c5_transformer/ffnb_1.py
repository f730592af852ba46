# exercise: feed_forward_backward
import numpy as np


def feed_forward_backward(dy, cache):
    x, z, P = cache
    d, d_ff = P["W1"].shape
    h = np.maximum(0, z)
    dh = dy @ P["W2"].T
    dz = dh * (dh > 0)  # WRONG: relu is off where z <= 0; it is not the sign of the derivative that counts
    X = x.reshape(-1, d)
    DZ = dz.reshape(-1, d_ff)
    grads = {
        "dW1": X.T @ DZ,
        "db1": DZ.sum(axis=0),
        "dW2": h.reshape(-1, d_ff).T @ dy.reshape(-1, d),
        "db2": dy.reshape(-1, d).sum(axis=0),
    }
    return dz @ P["W1"].T, grads
