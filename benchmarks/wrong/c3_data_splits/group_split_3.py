# exercise: group_split
import numpy as np


def group_split(groups, dev_percent, seed):
    groups = np.asarray(groups)
    m = groups.shape[0]
    names, member = np.unique(groups, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(names))
    target = dev_percent * m

    dev = np.array([], dtype=int)
    for g in order:
        new = np.where(member == g)[0]
        dev = np.concatenate([dev, new])
        if 100 * len(dev) > target:  # WRONG: exactly the percentage is enough, so it must be >=; here one more group is taken.
            break
    train = np.setdiff1d(np.arange(m), dev)
    return train, dev
