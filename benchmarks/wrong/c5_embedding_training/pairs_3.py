# exercise: skipgram_pairs
import numpy as np


def skipgram_pairs(tokens, window=2):
    n = len(tokens)
    res = []
    for i in range(n):
        for j in range(i - window, i + window + 1):
            if j == i or j >= n:  # WRONG: negative j are let through, and tokens[-1] is the last word; places left of the sentence must be skipped
                continue
            res.append([int(tokens[i]), int(tokens[j])])
    if not res:
        return np.zeros((0, 2), dtype=np.int64)
    return np.array(res, dtype=np.int64)
