# exercise: kink_coordinates
import numpy as np


def kink_coordinates(f, theta, epsilon=1e-5, tol=1e-2):
    f0 = f(theta)
    places = []
    for i in range(theta.shape[0] - 1):  # WRONG: the last entry of theta is never looked at.
        step = np.zeros(theta.shape[0])
        step[i] = epsilon
        rise = f(theta + step) - f0
        fall = f0 - f(theta - step)
        if abs(rise - fall) > tol:  # WRONG: the slopes must be compared: both differences have to be divided by epsilon.
            places.append(i)
    return places
