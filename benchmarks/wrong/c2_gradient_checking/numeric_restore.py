# exercise: numeric_gradient
import numpy as np


def numeric_gradient(f, theta, epsilon=1e-6):
    work = np.array(theta, dtype=float)
    grad = np.zeros(work.shape)
    for idx in np.ndindex(work.shape):
        old = work[idx]
        work[idx] = old + epsilon
        up = f(work)
        work[idx] = old - epsilon
        down = f(work)
        grad[idx] = (up - down) / (2 * epsilon)  # WRONG: after this the entry must be put back (work[idx] = old); it stays moved while the next entries are looked at.
    return grad
