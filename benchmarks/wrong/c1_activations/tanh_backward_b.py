# exercise: tanh_backward
import numpy as np


def tanh_backward(dA, Z):
    # same as in sigmoid_backward, only the derivative is 1 - a^2 now
    A = sigmoid(Z)  # WRONG: copied from sigmoid_backward: the activation here must be tanh(Z), not sigmoid(Z).
    dZ = dA * (1 - A * A)
    return dZ
