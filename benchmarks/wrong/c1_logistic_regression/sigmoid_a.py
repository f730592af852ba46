# exercise: sigmoid
import numpy as np


def sigmoid(z):
    z = np.array(z)
    s = np.zeros_like(z)  # WRONG: zeros_like takes over z's dtype; for whole numbers the results are truncated to 0. The result must be float64.
    big = z >= 0
    s[big] = 1 / (1 + np.exp(-z[big]))
    e = np.exp(z[~big])
    s[~big] = e / (1 + e)
    return s
