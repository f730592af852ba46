# exercise: dependency_matrix
import numpy as np


def dependency_matrix(model, tokens, vocab_size):
    tokens = list(tokens)
    n = len(tokens)
    out = model(np.array([tokens]))
    D = np.zeros((n, n), dtype=bool)
    for j in range(n):
        t = tokens.copy()
        t[j] = (t[j] + 1) % vocab_size
        new = model(np.array([t]))
        diff = np.sum(new[0] - out[0], axis=-1)  # WRONG: changes of opposite sign cancel in the sum; take the absolute value of each difference
        D[j, :] = np.abs(diff) > 1e-9  # WRONG: rows and columns are mixed up: what changes when token j is replaced is column j, D[:, j]
    return D
