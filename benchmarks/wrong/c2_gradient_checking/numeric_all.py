# exercise: numeric_gradient
import numpy as np


def numeric_gradient(f, theta, epsilon=1e-6):
    t = theta.astype(float)
    out = np.empty(t.shape)
    flat_out = out.ravel()
    for i in range(t.size):
        e = np.zeros(t.size)
        e[i] = epsilon
        e = e.reshape(t.shape)
        flat_out[i] = f(t + e) - f(t - e) / 2 * epsilon  # WRONG: brackets are missing: it must be (f(t + e) - f(t - e)) / (2 * epsilon).
    return out
