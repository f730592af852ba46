# i only use numpy for random numbers and matrices
import numpy as np


def shuffle_list(items, seed):
    rng = np.random.RandomState(seed)
    items = [x for x in items]
    result = []
    while len(items) > 0:
        k = rng.randint(0, len(items))
        result.append(items[k])
        del items[k]
    return result


def split_sizes(m, percentages):
    if sum(percentages) != 100 or len([p for p in percentages if p < 0]) > 0:
        raise ValueError
    sizes = []
    used = 0
    for i in range(1, len(percentages)):
        size = int(m * percentages[i] / 100)
        sizes.append(size)
        used += size
    return [m - used] + sizes


def split_indices(m, sizes, seed):
    order = shuffle_list(range(m), seed)
    parts = []
    for size in sizes:
        part = []
        for _ in range(size):
            part.append(order.pop())
        parts.append(part)
    return parts


def stratified_split(y, dev_percent, seed):
    y = [int(label) for label in y]
    order = shuffle_list(range(len(y)), seed)
    taken = {}
    train, dev = [], []
    for i in order:
        c = y[i]
        if c not in taken:
            taken[c] = 0
        allowed = y.count(c) * dev_percent // 100
        if taken[c] < allowed:
            dev.append(i)
            taken[c] += 1
        else:
            train.append(i)
    return train, dev


def group_split(groups, dev_percent, seed):
    ids = []
    for g in groups:
        if g not in ids:
            ids.append(g)
    chosen = []
    count = 0
    for k in shuffle_list(range(len(ids)), seed):
        if count * 100 >= dev_percent * len(groups):
            break
        chosen.append(ids[k])
        for g in groups:
            if g == ids[k]:
                count += 1
    train, dev = [], []
    for i in range(len(groups)):
        if groups[i] in chosen:
            dev.append(i)
        else:
            train.append(i)
    return train, dev


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if n_dev < 0 or n_test < 0 or n_train_dev < 0:
        raise ValueError("sizes must not be negative")
    if n_target < n_dev + n_test:
        raise ValueError("too few target examples")
    if n_web + (n_target - n_dev - n_test) < n_train_dev:
        raise ValueError("too few examples for train_dev")
    everything = shuffle_list(range(n_web + n_target), seed)
    dev, test, pool = [], [], []
    for i in everything:
        if i >= n_web and len(dev) < n_dev:
            dev.append(i)
        elif i >= n_web and len(test) < n_test:
            test.append(i)
        else:
            pool.append(i)
    # the pool must be shuffled again: target examples that are left came late
    pool = shuffle_list(pool, seed + 1000003)
    train_dev = pool[:n_train_dev]
    train = pool[n_train_dev:]
    return {"train": train, "train_dev": train_dev, "dev": dev, "test": test}


def fit_scaler(X_train):
    mu = []
    sigma = []
    for row in X_train:
        mean = sum(row) / len(row)
        var = sum((x - mean) ** 2 for x in row) / len(row)
        mu.append([mean])
        if min(row) == max(row):
            sigma.append([1.0])
        else:
            sigma.append([var ** 0.5])
    return np.array(mu), np.array(sigma)


def apply_scaler(X, mu, sigma):
    result = np.empty(X.shape)
    for i in range(len(X)):
        result[i] = (X[i] - mu[i]) / sigma[i]
    return result


def find_leaks(X_train, X_test):
    places = {}
    for i in range(len(X_train[0])):
        key = ""
        for row in X_train:
            key += repr(float(row[i])) + ";"
        if key in places:
            places[key].append(i)
        else:
            places[key] = [i]
    pairs = []
    for j in range(len(X_test[0])):
        key = ""
        for row in X_test:
            key += repr(float(row[j])) + ";"
        if key in places:
            for i in places[key]:
                pairs.append([i, j])
    return pairs


def distribution_gap(labels_a, labels_b, n_classes):
    a = list(labels_a)
    b = list(labels_b)
    total = 0.0
    for k in range(n_classes):
        share_a = a.count(k) / len(a)
        share_b = b.count(k) / len(b)
        total += max(share_a - share_b, share_b - share_a)
    return total * 0.5


def dev_size_needed(error, margin, z=1.96):
    n = z * z * error * (1 - error) / margin / margin
    if n > int(n):
        return int(n) + 1
    return int(n)
