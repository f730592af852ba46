# exercise: random_mini_batches
import math

import numpy as np


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    np.random.seed(seed)
    m = X.shape[1]
    mini_batches = []

    permutation = list(np.random.permutation(m))
    sX = X[:, permutation]
    sY = Y[:, permutation]

    full = math.floor(m / mini_batch_size)
    for k in range(0, full):
        bX = sX[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        bY = sY[:, k * mini_batch_size:(k + 1) * mini_batch_size]
        mini_batches.append((bX, bY))

    if m % mini_batch_size != 0:
        bX = sX[:, m - mini_batch_size:]  # WRONG: the last batch holds only what is left over, from full * mini_batch_size on; so it takes in examples that are in another batch already.
        bY = sY[:, m - mini_batch_size:]
        mini_batches.append((bX, bY))
    return mini_batches
