# exercise: sigmoid_derivative
import numpy as np


def sigmoid_derivative(z):
    x = np.asarray(z, dtype=np.float64)
    s = sigmoid(x)
    return s * (1 - x)  # WRONG: the second factor is 1 - s, with the sigmoid's output, not 1 minus its input.
