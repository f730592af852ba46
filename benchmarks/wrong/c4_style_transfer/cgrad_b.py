# exercise: content_cost_gradient
import numpy as np


def content_cost_gradient(a_C, a_G):
    h, w, c = a_C.shape
    d = np.zeros((h, w, c))
    for i in range(h):
        for j in range(w):
            d[i, j, :] = a_G[i, j, :] - a_C[i, j, :]
    return d / (4 * h * w * c)  # WRONG: the factor 2 of the derivative of the square is forgotten; the divisor is 2 * h * w * c.
