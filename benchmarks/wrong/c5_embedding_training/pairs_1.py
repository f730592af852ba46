# exercise: skipgram_pairs
import numpy as np


def skipgram_pairs(tokens, window=2):
    pairs = []
    n = len(tokens)
    for i in range(n):
        start = max(0, i - window)
        end = min(n, i + window + 1)
        for j in range(start, end):
            if tokens[j] != tokens[i]:  # WRONG: leaves out the same word at another place; only the place itself (j == i) is not its own context
                pairs.append((tokens[i], tokens[j]))
    return np.array(pairs, dtype=int).reshape(-1, 2)
