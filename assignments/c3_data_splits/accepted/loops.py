# Plain loops and lists; NumPy only for the random numbers and the means.

import numpy as np


def split_sizes(m, percentages):
    total = 0
    for p in percentages:
        if p < 0:
            raise ValueError("negative percentage")
        total += p
    if total != 100:
        raise ValueError("the percentages add up to " + str(total))
    sizes = []
    for p in percentages:
        sizes.append(m * p // 100)
    sizes[0] = m
    for size in sizes[1:]:
        sizes[0] -= size
    return sizes


def split_indices(m, sizes, seed):
    np.random.seed(seed)
    places = list(range(m))
    np.random.shuffle(places)
    parts = []
    start = 0
    for size in sizes:
        parts.append(places[start : start + size])
        start += size
    return parts


def stratified_split(y, dev_percent, seed):
    np.random.seed(seed)
    classes = {}
    for i in range(len(y)):
        if int(y[i]) not in classes:
            classes[int(y[i])] = []
        classes[int(y[i])].append(i)
    train, dev = [], []
    for members in classes.values():
        np.random.shuffle(members)
        count = len(members) * dev_percent // 100
        for i in range(len(members)):
            if i < count:
                dev.append(members[i])
            else:
                train.append(members[i])
    return train, dev


def group_split(groups, dev_percent, seed):
    np.random.seed(seed)
    ids = []
    for g in groups:
        if g not in ids:
            ids.append(g)
    np.random.shuffle(ids)
    dev = []
    while len(dev) * 100 < dev_percent * len(groups):
        g = ids.pop()
        for i in range(len(groups)):
            if groups[i] == g:
                dev.append(i)
    train = []
    for i in range(len(groups)):
        if i not in dev:
            train.append(i)
    return train, dev


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if n_train_dev < 0 or n_dev < 0 or n_test < 0:
        raise ValueError("negative size")
    if n_dev + n_test > n_target:
        raise ValueError("not enough target examples")
    if n_train_dev > n_web + n_target - n_dev - n_test:
        raise ValueError("the pool is too small")
    np.random.seed(seed)
    target = list(range(n_web, n_web + n_target))
    np.random.shuffle(target)
    dev, test = [], []
    for _ in range(n_dev):
        dev.append(target.pop())
    for _ in range(n_test):
        test.append(target.pop())
    pool = list(range(n_web)) + target
    np.random.shuffle(pool)
    train_dev = []
    for _ in range(n_train_dev):
        train_dev.append(pool.pop())
    return {"train": pool, "train_dev": train_dev, "dev": dev, "test": test}


def fit_scaler(X_train):
    n, m = X_train.shape
    mu = np.zeros((n, 1))
    sigma = np.zeros((n, 1))
    for i in range(n):
        for j in range(m):
            mu[i, 0] += X_train[i, j] / m
        for j in range(m):
            sigma[i, 0] += (X_train[i, j] - mu[i, 0]) ** 2 / m
        sigma[i, 0] = sigma[i, 0] ** 0.5
        if sigma[i, 0] < 1e-10:
            sigma[i, 0] = 1.0
    return mu, sigma


def apply_scaler(X, mu, sigma):
    scaled = np.zeros(X.shape)
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            scaled[i, j] = (X[i, j] - mu[i, 0]) / sigma[i, 0]
    return scaled


def find_leaks(X_train, X_test):
    where = {}
    for i in range(X_train.shape[1]):
        key = tuple(X_train[:, i])
        if key not in where:
            where[key] = []
        where[key].append(i)
    leaks = []
    for j in range(X_test.shape[1]):
        key = tuple(X_test[:, j])
        if key in where:
            for i in where[key]:
                leaks.append([i, j])
    return leaks


def distribution_gap(labels_a, labels_b, n_classes):
    total = 0
    for k in range(n_classes):
        count_a = count_b = 0
        for label in labels_a:
            if label == k:
                count_a += 1
        for label in labels_b:
            if label == k:
                count_b += 1
        total += abs(count_a / len(labels_a) - count_b / len(labels_b))
    return 0.5 * total


def dev_size_needed(error, margin, z=1.96):
    n = max(int((z / margin) ** 2 * error * (1 - error)), 1)
    while z * (error * (1 - error) / n) ** 0.5 > margin:
        n += 1
    return n
