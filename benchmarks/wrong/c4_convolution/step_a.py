# exercise: conv_single_step
import numpy as np


def conv_single_step(a_slice, W, b):
    s = np.multiply(a_slice, W) + b  # WRONG: the bias is added to every product and so counted f*f*n_C times; it belongs after the sum, once.
    Z = np.sum(s)
    return Z
