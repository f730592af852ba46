import numpy as np


def group_split(groups, dev_percent, seed):
    ids = np.asarray(groups)
    run = np.concatenate([[0], np.cumsum(ids[1:] != ids[:-1])])
    in_dev = np.zeros(ids.size, dtype=bool)
    for one in np.random.default_rng(seed).permutation(run[-1] + 1):
        if 100 * in_dev.sum() >= dev_percent * ids.size:
            break
        in_dev |= run == one
    return np.flatnonzero(~in_dev), np.flatnonzero(in_dev)
