# A random number for each thing, and then an order by it; masks, comparisons and sums over tables.

import numpy as np


def split_sizes(m, percentages):
    percentages = np.array(percentages)
    if percentages.sum() != 100 or (percentages < 0).any():
        raise ValueError("percentages")
    sizes = m * percentages // 100
    sizes[0] += m - sizes.sum()
    return sizes


def split_indices(m, sizes, seed):
    key = np.random.RandomState(seed).rand(m)
    rank = np.argsort(np.argsort(key))
    part = np.searchsorted(np.cumsum(sizes), rank, side="right")
    return [np.where(part == k)[0] for k in range(len(sizes))]


def stratified_split(y, dev_percent, seed):
    y = np.array(y)
    key = np.random.RandomState(seed).rand(len(y))
    same = y[:, None] == y[None, :]
    before = (same & (key[None, :] < key[:, None])).sum(axis=1)
    in_dev = before < same.sum(axis=1) * dev_percent // 100
    return np.where(~in_dev)[0], np.where(in_dev)[0]


def group_split(groups, dev_percent, seed):
    ids, which, counts = np.unique(np.array(groups), return_inverse=True, return_counts=True)
    order = np.argsort(np.random.RandomState(seed).rand(len(ids)))
    before = np.zeros(len(ids), dtype=int)
    before[order] = np.cumsum(counts[order]) - counts[order]
    in_dev = (100 * before < dev_percent * len(groups))[which]
    return (~in_dev).nonzero()[0], in_dev.nonzero()[0]


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    m = n_web + n_target
    if not (n_dev >= 0 and n_test >= 0 and n_dev + n_test <= n_target):
        raise ValueError("dev and test")
    if not 0 <= n_train_dev <= m - n_dev - n_test:
        raise ValueError("train_dev")
    key = np.random.RandomState(seed).rand(2, m)
    key[0, :n_web] += 1  # web examples come after all target examples
    order = np.argsort(key[0])
    dev, test, pool = np.split(order, [n_dev, n_dev + n_test])
    pool = pool[np.argsort(key[1, pool])]
    return {"pool": pool, "dev": dev, "test": test} | {
        "train_dev": pool[:n_train_dev],
        "train": pool[n_train_dev:],
    }


def fit_scaler(X_train):
    mean = X_train.mean(axis=1)
    sigma = np.sqrt(((X_train.T - mean) ** 2).mean(axis=0))
    sigma[(X_train[:, 0] == X_train.T).all(axis=0)] = 1
    return mean[:, None], sigma[:, None]


def apply_scaler(X, mu, sigma):
    return ((X.T - mu.ravel()) / sigma.ravel()).T


def find_leaks(X_train, X_test):
    return np.argwhere((X_train[:, :, None] == X_test[:, None, :]).all(axis=0))


def distribution_gap(labels_a, labels_b, n_classes):
    classes = np.arange(n_classes)[:, None]
    share_a = np.mean(np.array(labels_a) == classes, axis=1)
    share_b = np.mean(np.array(labels_b) == classes, axis=1)
    return np.maximum(share_a - share_b, 0).sum()


def dev_size_needed(error, margin, z=1.96):
    return np.ceil(error * (1 - error) * (z / margin) ** 2)
