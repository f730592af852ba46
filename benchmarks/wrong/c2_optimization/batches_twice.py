# exercise: random_mini_batches
import numpy as np


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    rng = np.random.default_rng(seed)
    m = X.shape[1]
    X_shuffled = X[:, rng.permutation(m)]
    Y_shuffled = Y[:, rng.permutation(m)]  # WRONG: this is another permutation than that of X, so examples get the labels of others; draw it once and use it for both.
    batches = []
    for start in range(0, m, mini_batch_size):
        end = start + mini_batch_size
        batches.append((X_shuffled[:, start:end], Y_shuffled[:, start:end]))
    return batches
