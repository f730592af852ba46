# exercise: stratified_split
import numpy as np


def stratified_split(y, dev_percent, seed):
    y = np.array(y)
    train_list = []
    dev_list = []
    biggest = int(y.max())
    for c in range(biggest + 1):  # WRONG: labels are any whole numbers, so a class such as -1 is never visited and its examples are lost; loop over np.unique(y).
        rng = np.random.default_rng(seed)  # WRONG: the generator is made anew with the same seed for each class, so the draws of the classes are copies of one another; make it once, before the loop.
        where = np.where(y == c)[0]
        rng.shuffle(where)
        k = len(where) * dev_percent // 100
        dev_list.extend(where[:k].tolist())
        train_list.extend(where[k:].tolist())
    return np.array(train_list, dtype=int), np.array(dev_list, dtype=int)
