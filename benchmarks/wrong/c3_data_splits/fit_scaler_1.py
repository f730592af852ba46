# exercise: fit_scaler
import numpy as np


def fit_scaler(X_train):
    X = X_train.astype(np.float64)
    n, m = X.shape
    mu = X.sum(axis=1, keepdims=True) / m
    var = ((X - mu) ** 2).sum(axis=1, keepdims=True) / max(m - 1, 1)  # WRONG: here 1/m stands under the root, not 1/(m - 1).
    sigma = np.sqrt(var)
    sigma[sigma == 0] = 1.0  # WRONG: the deviation of equal entries such as 0.1 may come out as 1e-17 and not 0, so it isn't replaced; compare the entries of the row themselves, e.g. max == min.
    return mu, sigma
