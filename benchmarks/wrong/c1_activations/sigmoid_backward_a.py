# exercise: sigmoid_backward
import numpy as np


def sigmoid_backward(dA, Z):
    # derivative of the sigmoid is a(1-a)
    slope = Z * (1 - Z)  # WRONG: a(1-a) is written in a = sigmoid(Z), but Z, the pre-activation, is put in directly.
    dZ = dA * slope
    assert dZ.shape == Z.shape
    return dZ
