# exercise: fit_linear
import numpy as np


def fit_linear(X, T, lambd=1e-3):
    k, d = T.shape[0], X.shape[0]
    M = np.zeros((k, d))
    # step size from the largest curvature so that it does not diverge
    alpha = 1.0 / (2 * (np.sum(X * X) + lambd))
    for step in range(100):  # WRONG: gradient descent doesn't come near enough in a fixed number of steps; the equations M (X X^T + lambda I) = T X^T are to be solved.
        grad = 2 * (M @ X - T) @ X.T + 2 * lambd * M
        M = M - alpha * grad
    return M
