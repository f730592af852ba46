# exercise: ridge_fit
import numpy as np


def ridge_fit(Phi, y, lambd):
    n, m = Phi.shape
    G = np.zeros((n, n))
    r = np.zeros(n)
    for i in range(m):
        col = Phi[:, i]
        G += np.outer(col, col) / m  # WRONG: the squared errors are summed, not averaged; with 1/m here lambda counts m times as much.
        r += col * y[i] / m
    for j in range(n - 1):  # WRONG: the range must be 1 to n - 1: this penalises theta_0 and leaves out the last one.
        G[j, j] += lambd
    return np.linalg.solve(G, r)
