# exercise: kink_coordinates
import numpy as np


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    kinks = []
    middle = f(theta)
    for i in range(len(theta)):
        t = np.array(theta, dtype=float)
        t[i] = theta[i] + epsilon
        right = (f(t) - middle) / epsilon
        t[i] = theta[i] - epsilon
        left = (middle - f(t)) / epsilon
        if right - left > tol:  # WRONG: the slopes may differ in either direction; the absolute value is missing.
            kinks.append(i)
    return kinks
