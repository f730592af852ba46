# exercise: content_cost
import numpy as np


def content_cost(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    total = 0.0
    for h in range(n_H):
        for w in range(n_W):
            total += np.sum(a_C[h, w] - a_G[h, w]) ** 2  # WRONG: the square stands outside of the sum over the channels; each difference must be squared by itself, then summed.
    return total / (4 * n_H * n_W * n_C)
