# exercise: softmax
import numpy as np


def softmax(x):
    c = np.min(x, axis=1, keepdims=True)  # WRONG: subtracting the minimum makes the exponents positive and large, so exp overflows; the maximum must be subtracted.
    ex = np.exp(x - c)
    total = ex.sum()  # WRONG: this sums over the whole matrix; each row must be divided by its own sum (axis=1, keepdims=True).
    return ex / total
