# exercise: ridge_fit
import numpy as np


def ridge_fit(Phi, y, lambd):
    # minimise by gradient descent
    theta = np.zeros(Phi.shape[0])
    mask = np.ones(Phi.shape[0])
    mask[0] = 0.0
    for step in range(1000):
        residual = theta @ Phi - y
        slope = 2 * Phi @ residual + 2 * lambd * mask * theta
        theta = theta - 0.001 * slope  # WRONG: a thousand steps with a fixed rate do not reach the minimum (or diverge); the normal equations must be solved.
    return theta
