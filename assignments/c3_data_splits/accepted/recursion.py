# Recursion and reduce; one function of another; matrices of ones for counting.

from functools import partial, reduce
from itertools import accumulate, groupby
from math import ceil

import numpy as np


def split_sizes(m, percentages):
    if sum(percentages) != 100 or any(p < 0 for p in percentages):
        raise ValueError("percentages")
    return reduce(
        lambda sizes, p: [sizes[0] - m * p // 100, *sizes[1:], m * p // 100], percentages[1:], [m]
    )


def cut(order, sizes):
    if len(sizes) == 0:
        return []
    return [order[: sizes[0]], *cut(order[sizes[0] :], sizes[1:])]


def split_indices(m, sizes, seed):
    return cut(np.random.default_rng(seed).permutation(m).tolist(), list(sizes))


def stratified_split(y, dev_percent, seed):
    y = np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]
    runs = [list(run) for _, run in groupby(order.tolist(), key=lambda place: y[place])]
    halves = [cut(run, [len(run) * dev_percent // 100, len(run)]) for run in runs]
    return reduce(list.__add__, [half[1] for half in halves]), [
        i for half in halves for i in half[0]
    ]


def group_split(groups, dev_percent, seed):
    ids = np.asarray(groups)
    names = np.random.default_rng(seed).permutation(sorted(set(ids.tolist())))

    def until_enough(dev, names):
        if 100 * len(dev) >= dev_percent * len(ids):
            return dev
        return until_enough([*dev, *np.flatnonzero(ids == names[0])], names[1:])

    dev = until_enough([], names)
    return np.delete(np.arange(len(ids)), dev), dev


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    left = n_target - n_dev - n_test
    n_train = n_web + left - n_train_dev
    if min(left, n_train, n_train_dev, n_dev, n_test) < 0:
        raise ValueError("no such sets")
    # Two seeds that no other seed makes.
    first, second = np.random.SeedSequence(seed).generate_state(2).tolist()
    dev, test, rest = split_indices(n_target, [n_dev, n_test, left], first)
    pool = [*range(n_web), *(n_web + place for place in rest)]
    train, train_dev = split_indices(len(pool), [n_train, n_train_dev], second)
    return {
        "train": [pool[k] for k in train],
        "train_dev": [pool[k] for k in train_dev],
        "dev": [n_web + place for place in dev],
        "test": [n_web + place for place in test],
    }


def fit_scaler(X_train):
    m = X_train.shape[1]
    mean = X_train @ np.full((m, 1), 1 / m)
    centred = X_train - mean
    square = np.einsum("nm,nm->n", centred, centred)[:, None] / m
    equal = np.all(X_train[:, 1:] == X_train[:, :-1], axis=1, keepdims=True)
    return mean, np.where(equal, 1.0, square**0.5)


def apply_scaler(X, mu, sigma):
    return np.diag(1 / sigma[:, 0]) @ (X - mu @ np.ones((1, X.shape[1])))


def find_leaks(X_train, X_test):
    m = X_train.shape[1]
    _, number = np.unique(np.hstack([X_train, X_test]), axis=1, return_inverse=True)
    number = number.ravel()
    return np.argwhere(number[:m, None] == number[None, m:]).tolist()


def distribution_gap(labels_a, labels_b, n_classes):
    one_hot = np.eye(n_classes)
    share_a, share_b = (np.mean(one_hot[np.array(one)], axis=0) for one in (labels_a, labels_b))
    return list(accumulate(abs(share_a - share_b)))[-1] / 2


def dev_size_needed(error, margin, z=1.96):
    return int(partial(ceil)(error * (1 - error) / (margin / z) ** 2))
