# exercise: fit_linear
import numpy as np


def fit_linear(X, T, lambd=1e-3):
    S = np.dot(X, X.T)
    for i in range(S.shape[0]):
        S[i, i] += 2 * lambd  # WRONG: the 2 of the gradient cancels on both sides, only lambd is added to the diagonal.
    return np.dot(np.dot(T, X.T), np.linalg.inv(S))
