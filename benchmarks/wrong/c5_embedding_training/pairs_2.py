# exercise: skipgram_pairs
import numpy as np


def skipgram_pairs(tokens, window=2):
    tokens = list(tokens)
    out = []
    for pos, center in enumerate(tokens):
        left = tokens[max(0, pos - window):pos]
        right = tokens[pos + 1:pos + window]  # WRONG: the slice ends one too early, the farthest place on the right is missing (pos + window + 1)
        for ctx in left + right:
            out.append([center, ctx])
    return np.array(out)  # WRONG: without pairs this is a float array of shape (0,), and not whole numbers (0, 2)
