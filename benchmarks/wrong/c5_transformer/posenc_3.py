# exercise: positional_encoding
import numpy as np


def positional_encoding(seq_len, d):
    if d % 2 == 1:
        raise ValueError("odd d")
    half = d // 2
    omega = 1.0 / np.power(10000.0, 2.0 * np.arange(half) / d)
    angle = np.outer(np.arange(seq_len), omega)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)  # WRONG: all sines and then all cosines; sine and cosine of a pair must stand side by side, in the columns 2k and 2k + 1
