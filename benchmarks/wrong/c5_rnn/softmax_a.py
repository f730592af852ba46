# exercise: softmax
import numpy as np


def softmax(z):
    # take the biggest number away so that exp does not explode
    biggest = np.max(z)  # WRONG: takes away the maximum of the whole array instead of each column's own, so a column far below the others underflows to 0/0.
    shifted = z - biggest
    ex = np.exp(shifted)
    return ex / ex.sum(axis=0)
