# exercise: one_hot
import numpy as np


def one_hot(index, vocab_size):
    v = np.zeros((vocab_size, 1))
    if index:  # WRONG: index 0 is false as well, so token 0 gets a column of zeros; the test must be "is not None".
        v[index] = 1
    return v
