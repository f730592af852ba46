# exercise: cooccurrence_matrix
import numpy as np


def cooccurrence_matrix(tokens, vocab_size, window=2):
    toks = np.asarray(tokens, dtype=int)
    counts = np.zeros((vocab_size, vocab_size))
    for d in range(1, window + 1):
        first = toks[:-d]
        second = toks[d:]
        for a, b in zip(first, second):
            counts[a][b] += 1 / window  # WRONG: each meeting counts 1 over its own distance d, not over the window
            counts[b][a] += 1 / window  # WRONG: the same for the way back: 1/d
    return counts
