# A generator of its own for the numbers, made of NumPy's; everything else is Python's own.

import math
from collections import defaultdict

import numpy as np


def shuffled(things, seed):
    """As Fisher and Yates: each place in turn gets one of those that are left."""
    rng = np.random.default_rng(seed) if isinstance(seed, int) else seed
    things = list(things)
    for last in range(len(things) - 1, 0, -1):
        other = int(rng.random() * (last + 1))
        things[last], things[other] = things[other], things[last]
    return things


def split_sizes(m, percentages):
    if sorted(percentages)[0] < 0 or sum(percentages) - 100:
        raise ValueError(percentages)
    return [
        m * p // 100 if k else m - sum(m * q // 100 for q in percentages[1:])
        for k, p in enumerate(percentages)
    ]


def split_indices(m, sizes, seed):
    order = iter(shuffled(range(m), seed))
    return [[next(order) for _ in range(size)] for size in sizes]


def stratified_split(y, dev_percent, seed):
    sides, counts = ([], []), defaultdict(int)
    labels = [int(one) for one in y]
    size = {label: labels.count(label) for label in set(labels)}
    for place in shuffled(range(len(labels)), seed):
        counts[labels[place]] += 1
        due = size[labels[place]] * dev_percent // 100
        sides[counts[labels[place]] <= due].append(place)
    return sides


def group_split(groups, dev_percent, seed):
    names = [str(one) for one in groups]
    dev, in_dev = set(), 0
    for name in shuffled(dict.fromkeys(names), seed):
        if in_dev * 100 >= dev_percent * len(names):
            break
        dev.add(name)
        in_dev += names.count(name)
    return (
        [place for place, name in enumerate(names) if name not in dev],
        [place for place, name in enumerate(names) if name in dev],
    )


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    rng = np.random.default_rng(seed)
    order = shuffled(range(n_web + n_target), rng)
    target = [place for place in order if place >= n_web]
    dev, test = target[:n_dev] if n_dev > 0 else [], target[-n_test:] if n_test > 0 else []
    pool = shuffled([place for place in order if place not in {*dev, *test}], rng)
    sets = {"dev": dev, "test": test, "train_dev": pool[:n_train_dev], "train": pool[n_train_dev:]}
    asked = {"dev": n_dev, "test": n_test, "train_dev": n_train_dev}
    if n_dev + n_test > n_target or any(len(sets[name]) != size for name, size in asked.items()):
        raise ValueError("impossible")
    return sets


def fit_scaler(X_train):
    mu, sigma = [], []
    for row in X_train.tolist():
        mu.append([sum(row) / len(row)])
        spread = math.dist(row, mu[-1] * len(row)) / math.sqrt(len(row))
        sigma.append([1.0 if max(row) == min(row) else spread])
    return mu, sigma


def apply_scaler(X, mu, sigma):
    rows = zip(X.tolist(), [float(c) for (c,) in mu], [float(s) for (s,) in sigma], strict=True)
    return [[(x - c) / s for x in row] for row, c, s in rows]


def find_leaks(X_train, X_test):
    seen = defaultdict(list)
    for i, column in enumerate(zip(*X_train.tolist(), strict=True)):
        seen[column].append(i)
    found = set()
    for j, column in enumerate(map(tuple, X_test.T.tolist())):
        found.update((i, j) for i in seen[column])
    return sorted(found)


def distribution_gap(labels_a, labels_b, n_classes):
    a, b = [int(one) for one in labels_a], [int(one) for one in labels_b]
    return math.fsum(max(0.0, a.count(k) / len(a) - b.count(k) / len(b)) for k in range(n_classes))


def dev_size_needed(error, margin, z=1.96):
    low, high = 0, 1
    while z * math.sqrt(error * (1 - error) / high) > margin:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if z * math.sqrt(error * (1 - error) / middle) > margin:
            low = middle
        else:
            high = middle
    return high
