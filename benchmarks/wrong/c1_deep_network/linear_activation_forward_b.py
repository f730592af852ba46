# exercise: linear_activation_forward
import numpy as np


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A = np.where(Z > 0, Z, 0.0)
    elif activation == "sigmoid":
        A = 1.0 / (1.0 + np.exp(Z))  # WRONG: the minus is missing in the exponent; this is 1 - sigmoid(Z).
    else:
        A = np.tanh(Z)  # WRONG: any other name ends up here and is treated as tanh; only "tanh" may, the rest must raise ValueError.
    cache = (linear_cache, Z)
    return A, cache
