# exercise: padding_mask
import numpy as np


def padding_mask(lengths, seq_len):
    mask = np.zeros((len(lengths), seq_len), dtype=bool)
    for i, n in enumerate(lengths):
        for j in range(seq_len):
            if j <= n:  # WRONG: positions are counted from 0, so those below the length are j < n
                mask[i, j] = True
    return mask  # WRONG: the axis of the queries in the middle is missing, the shape must be (batch, 1, seq_len)
