# exercise: merge_heads
import numpy as np


def merge_heads(X):
    b, h, s, dh = X.shape
    Y = np.transpose(X, (0, 2, 3, 1))  # WRONG: puts the heads' axis last, so the features of the heads are interleaved; it must be (0, 2, 1, 3)
    return Y.reshape(b, s, h * dh)
