# exercise: sigmoid_derivative
import numpy as np


def sigmoid_derivative(z):
    z = np.array(z, dtype=float)
    s = sigmoid(z)
    ds = sigmoid(s) * (1 - sigmoid(s))  # WRONG: the sigmoid is applied twice: s is sigmoid(z) already, so the slope is s * (1 - s).
    return ds
