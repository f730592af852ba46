# exercise: saturated_fraction
import numpy as np


def saturated_fraction(Z, activation, tol=0.01):
    ones = np.ones_like(Z, dtype=float)
    if activation == "sigmoid":
        slopes = sigmoid_backward(ones, Z)
    elif activation == "tanh":
        slopes = tanh_backward(ones, Z)
    elif activation == "relu":
        slopes = relu_backward(ones, Z)
    elif activation == "leaky_relu":
        slopes = leaky_relu_backward(ones, Z)
    else:
        raise ValueError("unknown activation " + str(activation))
    n, m = Z.shape
    count = np.sum(np.abs(slopes) <= tol)  # WRONG: a slope counts when it is strictly below tol; with <= every leaky unit with slope 0.01 counts at the default tol.
    return count / m  # WRONG: the share is of all n*m entries, but it is divided by the number of columns only.
