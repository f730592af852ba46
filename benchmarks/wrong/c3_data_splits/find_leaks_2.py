# exercise: find_leaks
import numpy as np


def find_leaks(X_train, X_test):
    pairs = []
    m_train = X_train.shape[1]
    for i in range(m_train):
        col = X_train[:, i].reshape(-1, 1)
        hit = (X_test == col).any(axis=0)  # WRONG: columns are equal only if all their entries are, so it must be all(axis=0); one equal entry is no equal picture.
        for j in np.flatnonzero(hit):
            pairs.append((int(j), i))  # WRONG: the pair is the wrong way round, the training column comes first: (i, j).
    return pairs
