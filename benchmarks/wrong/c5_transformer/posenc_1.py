# exercise: positional_encoding
import numpy as np


def positional_encoding(seq_len, d):
    if d % 2 != 0:
        raise ValueError("d must be even")
    PE = np.zeros((seq_len, d))
    for p in range(seq_len):
        for i in range(d):
            angle = p / np.power(10000, 2 * i / d)  # WRONG: i is the column here, not the number of the pair; the exponent must be 2*(i//2)/d, the same for sine and cosine of a pair
            if i % 2 == 0:
                PE[p, i] = np.sin(angle)
            else:
                PE[p, i] = np.cos(angle)
    return PE
