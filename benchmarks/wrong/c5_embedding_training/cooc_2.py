# exercise: cooccurrence_matrix
import numpy as np


def cooccurrence_matrix(tokens, vocab_size, window=2):
    X = np.zeros((vocab_size, vocab_size))
    n = len(tokens)
    for i in range(n):
        a = tokens[i]
        for dist in range(1, window):  # WRONG: leaves out the distance `window` itself, the range must end at window + 1
            if i + dist >= n:
                break
            b = tokens[i + dist]
            X[a, b] += 1.0 / dist
            if a != b:  # WRONG: if both places hold the same word, X[a, a] must get 1/D twice, not once
                X[b, a] += 1.0 / dist
    return X
