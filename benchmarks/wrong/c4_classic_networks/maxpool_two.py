# exercise: max_pool_same
import numpy as np


def max_pool_same(A, f=3):
    m, n_H, n_W, n_C = A.shape
    pad = (f - 1) // 2
    padded = np.pad(A, ((0, 0), (pad, pad), (pad, pad), (0, 0)))  # WRONG: pads with zeros, which win wherever a border window has only negative numbers; it must be -inf.
    result = np.empty((m, n_H, n_W, n_C))
    for e in range(m):
        for h in range(n_H):
            for w in range(n_W):
                window = padded[e, h:h + f, w:w + f, :]
                result[e, h, w] = np.max(window)  # WRONG: the maximum is taken over all channels; it must be taken channel by channel (axis=(0, 1)).
    return result
