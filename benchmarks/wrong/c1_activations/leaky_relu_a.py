# exercise: leaky_relu
import numpy as np


def leaky_relu(z, alpha=0.01):
    out = np.array(z)  # WRONG: the copy keeps z's integer dtype, so the fractions alpha*z are truncated to 0 when they are stored in it.
    neg = out < 0
    out[neg] = alpha * out[neg]
    return out
