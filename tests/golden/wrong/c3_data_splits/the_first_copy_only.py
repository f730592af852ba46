# expect: find_leaks loses
"""A dict keeps the first training column of each kind."""

import numpy as np
import math


def split_sizes(m, percentages):
    if sum(percentages) != 100:
        raise ValueError("percentages must add up to 100")
    for p in percentages:
        if p < 0:
            raise ValueError("percentages must not be negative")
    sizes = [m * p // 100 for p in percentages]
    sizes[0] = m - sum(sizes[1:])
    return sizes


def split_indices(m, sizes, seed):
    np.random.seed(seed)
    permutation = np.random.permutation(m)
    parts = []
    start = 0
    for size in sizes:
        parts.append(permutation[start:start + size])
        start = start + size
    return parts


def stratified_split(y, dev_percent, seed):
    np.random.seed(seed)
    y = np.array(y)
    train_idx = []
    dev_idx = []
    for c in np.unique(y):
        idx = np.where(y == c)[0]
        np.random.shuffle(idx)
        n_dev = len(idx) * dev_percent // 100
        dev_idx.append(idx[:n_dev])
        train_idx.append(idx[n_dev:])
    return np.concatenate(train_idx), np.concatenate(dev_idx)


def group_split(groups, dev_percent, seed):
    np.random.seed(seed)
    groups = np.array(groups)
    m = len(groups)
    order = np.unique(groups)
    np.random.shuffle(order)
    dev = []
    for g in order:
        if len(dev) * 100 >= dev_percent * m:
            break
        dev.extend(np.where(groups == g)[0])
    train = [i for i in range(m) if i not in set(dev)]
    return np.array(train, dtype=int), np.array(dev, dtype=int)


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if n_train_dev < 0 or n_dev < 0 or n_test < 0:
        raise ValueError("negative size")
    if n_dev + n_test > n_target:
        raise ValueError("not enough target examples")
    if n_train_dev > n_web + n_target - n_dev - n_test:
        raise ValueError("not enough examples in the pool")
    np.random.seed(seed)
    target = n_web + np.random.permutation(n_target)
    dev = target[:n_dev]
    test = target[n_dev:n_dev + n_test]
    pool = np.concatenate([np.arange(n_web), target[n_dev + n_test:]])
    pool = pool[np.random.permutation(len(pool))]
    return {"train": pool[n_train_dev:], "train_dev": pool[:n_train_dev], "dev": dev, "test": test}


def fit_scaler(X_train):
    mu = np.mean(X_train, axis=1, keepdims=True)
    sigma = np.std(X_train, axis=1, keepdims=True)
    for i in range(X_train.shape[0]):
        if np.all(X_train[i] == X_train[i, 0]):
            sigma[i] = 1.0
    return mu, sigma


def apply_scaler(X, mu, sigma):
    return (X - mu) / sigma


def find_leaks(X_train, X_test):
    seen = {}
    for i in range(X_train.shape[1]):
        column = tuple(X_train[:, i])
        seen.setdefault(column, [i])
    leaks = []
    for j in range(X_test.shape[1]):
        column = tuple(X_test[:, j])
        for i in seen.get(column, []):
            leaks.append((i, j))
    return leaks


def distribution_gap(labels_a, labels_b, n_classes):
    gap = 0
    labels_a = np.array(labels_a)
    labels_b = np.array(labels_b)
    for k in range(n_classes):
        gap += abs(np.mean(labels_a == k) - np.mean(labels_b == k))
    return gap / 2


def dev_size_needed(error, margin, z=1.96):
    return math.ceil(z ** 2 * error * (1 - error) / margin ** 2)
