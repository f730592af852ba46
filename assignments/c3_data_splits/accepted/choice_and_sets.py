# Draws without replacement, and what is left over by sets; Counter and whole numbers.

import math
from collections import Counter, defaultdict

import numpy as np


def split_sizes(m, percentages):
    assert sum(percentages) == 100, "they must add up to 100"
    assert all(p >= 0 for p in percentages), "none may be negative"
    rest = [math.floor(m * p / 100) for p in percentages[1:]]
    return (m - sum(rest), *rest)


def drawn(rng, places, count):
    """So many of the places, and those that are left."""
    places = sorted(places)
    chosen = (
        {places[int(k)] for k in rng.choice(len(places), size=count, replace=False)}
        if count
        else set()
    )
    return chosen, set(places) - chosen


def split_indices(m, sizes, seed):
    rng = np.random.default_rng(seed)
    left = set(range(m))
    parts = []
    for size in sizes:
        part, left = drawn(rng, left, size)
        parts.append(list(part))
    return tuple(parts)


def stratified_split(y, dev_percent, seed):
    rng = np.random.default_rng(seed)
    y = [int(label) for label in y]
    dev = set()
    for label, count in Counter(y).items():
        members = {place for place, other in enumerate(y) if other == label}
        dev |= drawn(rng, members, count * dev_percent // 100)[0]
    return sorted(set(range(len(y))) - dev), sorted(dev)


def group_split(groups, dev_percent, seed):
    rng = np.random.default_rng(seed)
    members = defaultdict(set)
    for place, group in enumerate(np.array(groups).tolist()):
        members[group].add(place)
    left, dev = sorted(members), set()
    while len(dev) / len(groups) < dev_percent / 100:
        dev |= members[left.pop(int(rng.integers(len(left))))]
    return list(set(range(len(groups))) - dev), list(dev)


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    rng = np.random.default_rng(seed)
    target = set(range(n_web, n_web + n_target))
    dev, target = drawn(rng, target, n_dev) if n_dev else (set(), target)
    test, target = drawn(rng, target, n_test) if n_test else (set(), target)
    pool = set(range(n_web)) | target
    train_dev, train = drawn(rng, pool, n_train_dev) if n_train_dev else (set(), pool)
    return {
        name: np.array(sorted(part), dtype=int)
        for name, part in zip(
            ("test", "dev", "train_dev", "train"), (test, dev, train_dev, train), strict=True
        )
    }


def fit_scaler(X_train):
    mu, sigma = [], []
    for row in np.asarray(X_train).tolist():
        mean = math.fsum(row) / len(row)
        mu.append([mean])
        spread = math.sqrt(math.fsum((x - mean) ** 2 for x in row) / len(row))
        sigma.append([1.0 if len(set(row)) == 1 else spread])
    return mu, sigma


def apply_scaler(X, mu, sigma):
    centred = X - np.asarray(mu)
    return np.divide(centred, sigma)


def find_leaks(X_train, X_test):
    train, test = ([tuple(column) for column in X.T.tolist()] for X in (X_train, X_test))
    both = set(train) & set(test)
    sides = [
        {c: [k for k, other in enumerate(side) if other == c] for c in both}
        for side in (train, test)
    ]
    return [(i, j) for c in both for i in sides[0][c] for j in sides[1][c]]


def distribution_gap(labels_a, labels_b, n_classes):
    a, b = Counter(np.array(labels_a).tolist()), Counter(np.array(labels_b).tolist())
    m_a, m_b = len(labels_a), len(labels_b)
    common = sum(min(a[k] * m_b, b[k] * m_a) for k in range(n_classes))
    return 1 - common / (m_a * m_b)


def dev_size_needed(error, margin, z=1.96):
    deviation = math.sqrt(error - error * error)
    return math.ceil(math.pow(z * deviation / margin, 2))
