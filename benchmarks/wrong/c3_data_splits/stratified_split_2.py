# exercise: stratified_split
import numpy as np


def stratified_split(y, dev_percent, seed):
    labels = np.asarray(y)
    gen = np.random.default_rng(seed)
    dev = []
    for cls in np.unique(labels):
        idx = np.flatnonzero(labels == cls)
        gen.permutation(idx)  # WRONG: permutation returns a shuffled copy, which is thrown away; idx stays in order and dev always gets the first of each class.
        n_dev = (idx.size * dev_percent) // 100
        dev += list(idx[:n_dev])
    in_dev = np.zeros(labels.size, dtype=bool)
    in_dev[np.array(dev, dtype=int)] = True
    return np.flatnonzero(~in_dev), np.flatnonzero(in_dev)
