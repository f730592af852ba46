# exercise: split_heads
import numpy as np


def split_heads(X, num_heads):
    b, s, d = X.shape
    if d % num_heads:
        raise ValueError(f"{d} features can't be split into {num_heads} heads")
    heads = []
    for k in range(num_heads):
        heads.append(X[:, :, k::num_heads])  # WRONG: takes every num_heads-th feature; head k has the block of features k*d_h to (k+1)*d_h - 1
    return np.stack(heads, axis=1)
