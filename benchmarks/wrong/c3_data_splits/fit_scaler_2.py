# exercise: fit_scaler
import numpy as np


def fit_scaler(X_train):
    X = np.asarray(X_train, dtype=float)
    mu = np.mean(X, axis=1).reshape(-1, 1)
    sigma = np.zeros(mu.shape)
    for i in range(X.shape[0]):
        row = X[i]
        if np.all(row == row[0]):
            sigma[i] = 1.0
        else:
            sigma[i, 0] = np.sqrt(np.mean(row**2) - mu[i, 0] ** 2)  # WRONG: the mean of the squares minus the square of the mean loses all digits where the mean is large against the deviation; use the mean of (row - mu)**2.
    return mu, sigma
