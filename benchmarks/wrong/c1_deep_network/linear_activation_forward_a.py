# exercise: linear_activation_forward
import numpy as np


def linear_activation_forward(A_prev, W, b, activation):
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        e = np.exp(Z)
        A = e / (1 + e)  # WRONG: for Z of about 710 and more, e is infinite and inf/inf is NaN; write 1 / (1 + exp(-Z)).
    elif activation == "relu":
        A = np.maximum(Z, 0)
    elif activation == "tanh":
        A = np.tanh(Z)
    else:
        raise ValueError("activation must be sigmoid, relu or tanh")
    return A, (linear_cache, Z)
