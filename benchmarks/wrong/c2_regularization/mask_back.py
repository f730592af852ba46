# exercise: dropout_backward
import numpy as np


def dropout_backward(dA, D, keep_prob):
    masked = dA * D
    return masked * keep_prob  # WRONG: it must be divided by keep_prob as on the way forward, not multiplied.
