# exercise: batchnorm_forward
import numpy as np


def batchnorm_forward(Z, gamma, beta, eps=1e-8):
    n, m = Z.shape
    m_unit = Z.mean(axis=1).reshape(n, 1)
    v_unit = Z.var(axis=1, ddof=1).reshape(n, 1)  # WRONG: ddof=1 divides by m - 1; the variance has 1/m here.
    std = np.sqrt(v_unit + eps)
    xhat = (Z - m_unit) / std
    out = gamma * xhat + beta
    cache = {}
    cache["xhat"] = xhat
    cache["inv_std"] = std  # WRONG: the cache must hold 1/std under "inv_std", this is std itself.
    cache["gamma"] = gamma
    return out, cache
