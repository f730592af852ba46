# exercise: leaky_relu_backward
import numpy as np


def leaky_relu_backward(dA, Z, alpha=0.01):
    dZ = np.where(Z > 0, dA, alpha)  # WRONG: for Z <= 0 the result is alpha itself; the chain rule needs alpha * dA.
    return dZ
