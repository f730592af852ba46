# Python's own lists wherever possible; NumPy gives the random numbers and the matrices.
import math
from collections import Counter
from itertools import accumulate, chain

import numpy as np


def _shuffle(things, rng):
    """Fisher-Yates, from the end."""
    things = list(things)
    for last in range(len(things) - 1, 0, -1):
        k = int(rng.integers(0, last + 1))
        things[k], things[last] = things[last], things[k]
    return things


def split_sizes(m, percentages):
    if sum(percentages) != 100 or min(percentages) < 0:
        raise ValueError(f"{percentages} are no percentages")
    held = [m * p // 100 for p in percentages[1:]]
    return [m - sum(held), *held]


def split_indices(m, sizes, seed):
    order = _shuffle(range(m), np.random.default_rng([seed, 1]))
    ends = list(accumulate(sizes))
    return [order[end - size : end] for size, end in zip(sizes, ends)]


def stratified_split(y, dev_percent, seed):
    # One walk: an example goes to dev with (places left in dev)/(examples left) of its class.
    rng = np.random.default_rng([seed, 2])
    y = [int(v) for v in y]
    left = Counter(y)
    wanted = {c: n * dev_percent // 100 for c, n in left.items()}
    sides = [], []
    for i, c in enumerate(y):
        to_dev = int(rng.integers(left[c])) < wanted[c]
        sides[to_dev].append(i)
        left[c] -= 1
        wanted[c] -= to_dev
    return sides


def group_split(groups, dev_percent, seed):
    rng = np.random.default_rng([seed, 3])
    groups = [str(g) for g in groups]
    order = _shuffle(sorted(set(groups)), rng)
    sizes = Counter(groups)
    chosen, count = set(), 0
    for g in order:
        if count * 100 >= dev_percent * len(groups):
            break
        chosen.add(g)
        count += sizes[g]
    return (
        [i for i, g in enumerate(groups) if g not in chosen],
        [i for i, g in enumerate(groups) if g in chosen],
    )


def split_two_sources(n_web, n_target, n_train_dev, n_dev, n_test, seed):
    if any(n < 0 for n in (n_train_dev, n_dev, n_test)):
        raise ValueError("negative size")
    if n_dev + n_test > n_target or n_train_dev > n_web + n_target - n_dev - n_test:
        raise ValueError("too few examples")
    rng = np.random.default_rng([seed, 4])
    everything = set(range(n_web + n_target))
    target = _shuffle(range(n_web, n_web + n_target), rng)[: n_dev + n_test]
    pool = _shuffle(sorted(everything - set(target)), rng)
    return {
        "train": pool[n_train_dev:],
        "train_dev": pool[:n_train_dev],
        "dev": target[:n_dev],
        "test": target[n_dev:],
    }


def fit_scaler(X_train):
    mu, sigma = [], []
    for row in X_train.tolist():
        mean = math.fsum(row) / len(row)
        var = math.fsum((v - mean) ** 2 for v in row) / len(row)
        mu.append([float(mean)])
        sigma.append([1.0 if max(row) == min(row) else math.sqrt(var)])
    return np.array(mu), np.array(sigma)


def apply_scaler(X, mu, sigma):
    rows = zip(X.tolist(), mu.ravel().tolist(), sigma.ravel().tolist())
    return np.array([[(v - c) / s for v in row] for row, c, s in rows], dtype=float)


def find_leaks(X_train, X_test):
    order = sorted(
        chain(
            ((column, 0, i) for i, column in enumerate(X_train.T.tolist())),
            ((column, 1, j) for j, column in enumerate(X_test.T.tolist())),
        )
    )
    pairs, before, same = [], None, []
    for column, side, place in order:
        if column != before:
            before, same = column, []
        if side == 0:
            same.append(place)
        else:
            pairs += [(i, place) for i in same]
    return pairs


def distribution_gap(labels_a, labels_b, n_classes):
    a, b = Counter(int(v) for v in labels_a), Counter(int(v) for v in labels_b)
    na, nb = len(labels_a), len(labels_b)
    return sum(abs(a[k] * nb - b[k] * na) for k in range(n_classes)) / (2 * na * nb)


def dev_size_needed(error, margin, z=1.96):
    return int(z * z * error * (1 - error) / (margin * margin)) + 1
