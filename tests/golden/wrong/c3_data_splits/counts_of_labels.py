# expect: distribution_gap loses
"""Counts are compared, over the size of the first set."""

import numpy as np

sides = lambda dev: (np.flatnonzero(~dev), np.flatnonzero(dev))


def split_sizes(m, percentages):
    p = np.asarray(percentages)
    if p.sum() != 100 or p.min() < 0:
        raise ValueError(f"{percentages}")
    s = p * m // 100
    s[0] = m - s[1:].sum()
    return s.tolist()


def split_indices(m, sizes, seed):
    label = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    return [np.flatnonzero(label == k) for k in range(len(sizes))]


def stratified_split(y, dev_percent, seed):
    rng, y = np.random.default_rng(seed), np.array(y)
    dev = np.zeros(len(y), bool)
    for c in set(y.tolist()):
        n = (y == c).sum()
        dev[y == c] = rng.permutation(np.arange(n) < n * dev_percent // 100)
    return sides(dev)


def group_split(groups, dev_percent, seed):
    _, g = np.unique(groups, return_inverse=True)
    size = np.bincount(g)
    order = np.random.default_rng(seed).permutation(len(size))
    k = np.searchsorted(100 * size[order].cumsum(), dev_percent * len(g)) + 1
    return sides(np.isin(g, order[:k]))


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    n_train = n_web + n_target - n_dev - n_test - n_train_dev
    if min(n_target - n_dev - n_test, n_train, n_train_dev, n_dev, n_test) < 0:
        raise ValueError
    rng = np.random.default_rng([seed, 7])
    where = np.full(n_web + n_target, -1)
    left = n_target - n_dev - n_test
    where[n_web:] = rng.permutation(np.repeat([2, 3, -1], [n_dev, n_test, left]))
    where[where < 0] = rng.permutation(np.repeat([0, 1], [n_train, n_train_dev]))
    return {s: (where == k).nonzero()[0] for k, s in enumerate("train train_dev dev test".split())}


def fit_scaler(X_train):
    s = X_train.std(1)
    s[np.ptp(X_train, 1) == 0] = 1
    return X_train.mean(1)[:, None], s[:, None]


apply_scaler = lambda X, mu, sigma: (X - mu) / sigma


def find_leaks(X_train, X_test):
    _, k = np.unique(np.c_[X_train, X_test], axis=1, return_inverse=True)
    a, b = np.split(k.reshape(-1), [X_train.shape[1]])
    return np.stack(np.nonzero(a[:, None] == b), axis=1)


def distribution_gap(labels_a, labels_b, n_classes):
    h = lambda l: np.histogram(l, np.arange(n_classes + 1) - 0.5)[0]
    return abs(h(labels_a) - h(labels_b)).sum() / 2 / len(labels_a)


def dev_size_needed(error, margin, z=1.96):
    return -int(-(z / margin) ** 2 * error * (1 - error) // 1)
