# exercise: batchnorm_predict
import numpy as np


def batchnorm_predict(Z, gamma, beta, running, eps=1e-8):
    rows, cols = Z.shape
    res = np.zeros((rows, cols))
    for i in range(rows):
        mu = running["mean"][i, 0]
        v = np.mean((Z[i] - mu) ** 2)  # WRONG: at test time the running variance running["var"] must be used, not one computed from the examples at hand.
        for j in range(cols):
            res[i, j] = gamma[i, 0] * (Z[i, j] - mu) / np.sqrt(v + eps) + beta[i, 0]
    return res
