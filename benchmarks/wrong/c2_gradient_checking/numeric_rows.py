# exercise: numeric_gradient
import numpy as np


def numeric_gradient(f, theta, epsilon=1e-6):
    theta = np.asarray(theta, dtype=np.float64)
    gradient = np.zeros_like(theta)
    for i in range(theta.shape[0]):  # WRONG: this runs over the first axis only: with a matrix whole rows are moved at once, and not entry by entry.
        plus = theta.copy()
        minus = theta.copy()
        plus[i] += epsilon
        minus[i] -= epsilon
        gradient[i] = (f(plus) - f(minus)) / (2 * epsilon)
    return gradient
