# exercise: split_heads
import numpy as np


def split_heads(X, num_heads):
    batch, seq, d = X.shape
    if d % num_heads != 0:
        raise ValueError("num_heads must divide d")
    depth = d // num_heads
    return X.reshape(batch, num_heads, seq, depth)  # WRONG: a bare reshape deals out the positions among the heads; reshape to (batch, seq, num_heads, depth) and then swap axes 1 and 2
