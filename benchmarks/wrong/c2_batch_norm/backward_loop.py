# exercise: batchnorm_backward
import numpy as np


def batchnorm_backward(dout, cache):
    x = cache["xhat"]
    n, m = x.shape
    dZ = np.zeros((n, m))
    dgamma = np.zeros((n, 1))
    dbeta = np.zeros((n, 1))
    for u in range(n):
        s = cache["inv_std"][u, 0]
        dx = cache["gamma"][u, 0] * dout[u]
        a = 0.0
        b = 0.0
        for i in range(m):
            dgamma[u, 0] += dout[u, i] * x[u, i]
            dbeta[u, 0] += dout[u, i]
            a += dx[i]
            b += dx[i] * x[u, i]
            dZ[u, i] = s * (dx[i] - a / m - x[u, i] * b / m)  # WRONG: this belongs into a second loop: here the sums a and b hold only the examples up to i.
    return dZ, dgamma, dbeta
