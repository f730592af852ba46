# exercise: numeric_gradient
import numpy as np


def numeric_gradient(f, theta, epsilon=1e-6):
    base = f(theta)
    g = np.zeros(theta.size)
    for i in range(theta.size):
        moved = theta.copy().reshape(-1)  # WRONG: of whole numbers the copy is an integer array too, and adding epsilon to an entry is cut off; it needs a float copy.
        moved[i] = moved[i] + epsilon
        g[i] = (f(moved.reshape(theta.shape)) - base) / epsilon  # WRONG: this is the forward difference; central differences (up minus down, by 2 epsilon) are asked for.
    return g.reshape(theta.shape)
