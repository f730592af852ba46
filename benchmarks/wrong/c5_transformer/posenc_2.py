# exercise: positional_encoding
import numpy as np


def positional_encoding(seq_len, d):
    pos = np.arange(1, seq_len + 1).reshape(-1, 1)  # WRONG: positions begin at 0, not at 1
    k = np.arange(d // 2).reshape(1, -1)  # WRONG: nothing raises ValueError for an odd d before this
    angles = pos / 10000 ** (2 * k / d)
    out = np.zeros((seq_len, d))
    out[:, 0 : 2 * (d // 2) : 2] = np.sin(angles)
    out[:, 1 : 2 * (d // 2) : 2] = np.cos(angles)
    return out
