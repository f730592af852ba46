# exercise: sigmoid
import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    ez = np.exp(z)
    return ez / (ez + 1)  # WRONG: at z = 10000, exp(z) is infinite and inf/inf is NaN; 1/(1 + exp(-z)) has no such trouble.
