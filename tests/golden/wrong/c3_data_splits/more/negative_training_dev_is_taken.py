# expect: split_two_sources loses
"""A negative n_train_dev isn't refused."""

import numpy as np


def split_sizes(m, percentages):
    total = 0
    for p in percentages:
        if p < 0:
            raise ValueError("negative percentage")
        total = total + p
    if total != 100:
        raise ValueError("percentages must be 100 together")
    sizes = [0]
    rest = m
    for k in range(1, len(percentages)):
        size = (m * percentages[k]) // 100
        sizes.append(size)
        rest = rest - size
    sizes[0] = rest
    return sizes


def split_indices(m, sizes, seed):
    np.random.seed(seed)
    places = []
    for i in range(m):
        places.append(i)
    np.random.shuffle(places)
    parts = []
    start = 0
    for size in sizes:
        part = []
        for k in range(start, start + size):
            part.append(places[k])
        parts.append(part)
        start = start + size
    return parts


def stratified_split(y, dev_percent, seed):
    np.random.seed(seed)
    classes = {}
    for i in range(len(y)):
        c = int(y[i])
        if c not in classes:
            classes[c] = []
        classes[c].append(i)
    train = []
    dev = []
    for c in classes:
        members = classes[c]
        np.random.shuffle(members)
        n = len(members) * dev_percent // 100
        for k in range(len(members)):
            if k < n:
                dev.append(members[k])
            else:
                train.append(members[k])
    return train, dev


def group_split(groups, dev_percent, seed):
    np.random.seed(seed)
    m = len(groups)
    ids = []
    for g in groups:
        if g not in ids:
            ids.append(g)
    np.random.shuffle(ids)
    dev = []
    k = 0
    while len(dev) * 100 < m * dev_percent:
        for i in range(m):
            if groups[i] == ids[k]:
                dev.append(i)
        k = k + 1
    train = []
    for i in range(m):
        if i not in dev:
            train.append(i)
    return train, dev


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if n_dev < 0 or n_test < 0:
        raise ValueError("a size is negative")
    if n_dev + n_test > n_target:
        raise ValueError("too few target examples")
    if n_train_dev > n_web + n_target - n_dev - n_test:
        raise ValueError("the pool is too small")
    rng = np.random.default_rng(seed)
    target = n_web + rng.permutation(n_target)
    dev, test, rest = target[:n_dev], target[n_dev : n_dev + n_test], target[n_dev + n_test :]
    pool = rng.permutation(np.concatenate([np.arange(n_web), rest]))
    return {"train": pool[n_train_dev:], "train_dev": pool[:n_train_dev], "dev": dev, "test": test}


def fit_scaler(X_train):
    n, m = X_train.shape
    mu = np.zeros((n, 1))
    sigma = np.zeros((n, 1))
    for r in range(n):
        s = 0.0
        for c in range(m):
            s = s + X_train[r, c]
        mu[r, 0] = s / m
        v = 0.0
        same = True
        for c in range(m):
            v = v + (X_train[r, c] - mu[r, 0]) ** 2
            if X_train[r, c] != X_train[r, 0]:
                same = False
        if same:
            sigma[r, 0] = 1.0
        else:
            sigma[r, 0] = (v / m) ** 0.5
    return mu, sigma


def apply_scaler(X, mu, sigma):
    out = np.zeros(X.shape)
    for r in range(X.shape[0]):
        for c in range(X.shape[1]):
            out[r, c] = (X[r, c] - mu[r, 0]) / sigma[r, 0]
    return out


def find_leaks(X_train, X_test):
    where = {}
    for i in range(X_train.shape[1]):
        column = tuple(X_train[:, i])
        if column in where:
            where[column].append(i)
        else:
            where[column] = [i]
    pairs = []
    for j in range(X_test.shape[1]):
        column = tuple(X_test[:, j])
        if column in where:
            for i in where[column]:
                pairs.append([i, j])
    return pairs


def distribution_gap(labels_a, labels_b, n_classes):
    gap = 0.0
    for k in range(n_classes):
        in_a = 0
        for label in labels_a:
            if label == k:
                in_a += 1
        in_b = 0
        for label in labels_b:
            if label == k:
                in_b += 1
        gap += abs(in_a / len(labels_a) - in_b / len(labels_b))
    return gap / 2


def dev_size_needed(error, margin, z=1.96):
    # double until it is enough, then halve the interval
    high = 1
    while z * (error * (1 - error) / high) ** 0.5 > margin:
        high = high * 2
    low = 0
    while high - low > 1:
        middle = (high + low) // 2
        if z * (error * (1 - error) / middle) ** 0.5 > margin:
            low = middle
        else:
            high = middle
    return high
