# exercise: tanh
import numpy as np


def tanh(z):
    # tanh is a stretched sigmoid
    s = sigmoid(2 * z)
    result = 2 * s - 1  # WRONG: near z = 0 this subtracts two nearly equal numbers, so all digits of a tiny tanh(z) are lost; expm1 is needed.
    return result
