# exercise: group_split
import numpy as np


def group_split(groups, dev_percent, seed):
    groups = np.asarray(groups)
    m = len(groups)
    rng = np.random.RandomState(seed % (2**32))

    # random order of the groups
    order = []
    for i in rng.permutation(m):  # WRONG: this shuffles the examples, and a group with many of them is likely to come early; shuffle the distinct groups, so that all their orders are equally likely.
        if groups[i] not in order:
            order.append(groups[i])

    dev_groups = []
    n_dev = 0
    for g in order:
        if n_dev * 100 >= dev_percent * m:
            break
        dev_groups.append(g)
        n_dev += int(np.sum(groups == g))

    mask = np.isin(groups, dev_groups)
    return np.where(~mask)[0], np.where(mask)[0]
