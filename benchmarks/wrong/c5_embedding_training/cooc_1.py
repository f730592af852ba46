# exercise: cooccurrence_matrix
import numpy as np


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros((vocab_size, vocab_size))
    L = len(tokens)
    for i in range(L):
        for j in range(max(0, i - window), min(L, i + window + 1)):
            if i == j:
                continue
            D = abs(i - j)
            X[tokens[i], tokens[j]] += 1 / D
            X[tokens[j], tokens[i]] += 1 / D  # WRONG: the loops meet every two places twice, once from each side, so with this line all counts are doubled
    return X
