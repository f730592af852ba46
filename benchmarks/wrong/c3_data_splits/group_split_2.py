# exercise: group_split
import numpy as np


def group_split(groups, dev_percent, seed):
    ids = list(set(groups))  # WRONG: a set of words is in another order each time Python starts, so the same seed doesn't give the same split; use sorted(set(groups)).
    rng = np.random.default_rng(seed)
    perm = rng.permutation(len(ids))

    chosen = set()
    for k in perm:
        chosen.add(ids[k])
        if 100 * len(chosen) >= dev_percent * len(ids):  # WRONG: the percentage is of the examples, not of the groups; count the examples that are in dev and compare with dev_percent * m.
            break

    train_idx = [i for i, g in enumerate(groups) if g not in chosen]
    dev_idx = [i for i, g in enumerate(groups) if g in chosen]
    return train_idx, dev_idx
