# exercise: random_mini_batches
import numpy as np


def random_mini_batches(X, Y, mini_batch_size=64, seed=0):
    gen = np.random.RandomState(0)  # WRONG: the generator gets 0 in place of seed, so all seeds give the same batches.
    m = X.shape[1]
    blocks = []
    start = 0
    while start < m:
        stop = min(start + mini_batch_size, m)
        blocks.append((X[:, start:stop], Y[:, start:stop]))
        start = stop
    order = gen.permutation(len(blocks))  # WRONG: only the order of the batches is shuffled; the examples must be shuffled before they are cut.
    return [blocks[i] for i in order]
