"""Data splits: which examples one learns from, which one decides with, and what must not leak.

Examples are numbered 0 … m − 1; a part is an array of such numbers, its *places*, in any order.
What is random depends on nothing but the arguments and the seed. Labels and groups are flat,
lists or arrays (m,); in X (n, m) columns are examples.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def split_sizes(m: int, percentages: Sequence[int]) -> list[int]:
    """Return how many of m examples each part gets, ints that add up to m.

    percentages are ints, one for each part, the training set's first. Every other part gets
    m·p/100, rounded down, and the training set all the rest. Raises ValueError if the percentages
    don't add up to 100, or one is negative.
    """
    # BEGIN SOLUTION
    if sum(percentages) != 100 or min(percentages) < 0:
        raise ValueError(f"percentages must be from 0 on and add up to 100: {percentages}")
    others = [m * p // 100 for p in percentages[1:]]
    return [m - sum(others), *others]
    # END SOLUTION


def split_indices(m: int, sizes: Sequence[int], seed: int) -> list[np.ndarray]:
    """Return a random partition of the places 0 … m − 1: a list of arrays, one for each part.

    sizes says how large each part is, and adds up to m; a part may be empty. All partitions into
    parts of these sizes are equally likely; the same seed gives the same one.
    """
    # BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(m)
    return np.split(order, np.cumsum(sizes)[:-1])
    # END SOLUTION


def stratified_split(y: ArrayLike, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (train_idx, dev_idx), in which each class is divided by itself.

    y (m,) holds whole numbers. Of a class with n_c examples n_c·dev_percent/100, rounded down, go
    to dev, drawn at random; what is drawn in one class tells nothing of another. dev_percent is
    an int from 0 to 100.
    """
    # BEGIN SOLUTION
    y, rng = np.asarray(y), np.random.default_rng(seed)
    in_dev = np.zeros(y.size, dtype=bool)
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        in_dev[members[: members.size * dev_percent // 100]] = True
    return np.flatnonzero(~in_dev), np.flatnonzero(in_dev)
    # END SOLUTION


def group_split(groups: ArrayLike, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (train_idx, dev_idx), such that no group is on both sides.

    groups (m,) says which group each example belongs to, as whole numbers or as words. The groups
    are put in a random order, all orders equally likely; one after the other goes to dev as a
    whole, until dev holds at least dev_percent % (1 … 99) of the m examples.
    """
    # BEGIN SOLUTION
    groups, rng = np.asarray(groups), np.random.default_rng(seed)
    in_dev = np.zeros(groups.size, dtype=bool)
    for group in rng.permutation(np.unique(groups)):
        if 100 * in_dev.sum() >= dev_percent * groups.size:
            break
        in_dev |= groups == group
    return np.flatnonzero(~in_dev), np.flatnonzero(in_dev)
    # END SOLUTION


def split_two_sources(
    n_web: int, n_target: int, n_train_dev: int, n_dev: int, n_test: int, seed: int
) -> dict[str, np.ndarray]:
    """Return {"train": …, "train_dev": …, "dev": …, "test": …}, a random partition of all places.

    Places 0 … n_web − 1 are web examples, and the n_target after them target examples. dev and test
    are n_dev and n_test target examples. All that is left, web and target, is the pool: train_dev
    are n_train_dev of the pool, and train the rest. Raises ValueError if one of the three sizes is
    negative, or there are fewer target examples, or fewer in the pool, than they ask for.
    """
    # BEGIN SOLUTION
    total, held_out = n_web + n_target, n_dev + n_test
    if min(n_train_dev, n_dev, n_test) < 0 or held_out > n_target or n_train_dev + held_out > total:
        raise ValueError("there are no sets of these sizes")
    rng = np.random.default_rng(seed)
    target = n_web + rng.permutation(n_target)
    pool = rng.permutation(np.concatenate([np.arange(n_web), target[held_out:]]))
    return {
        "train": pool[n_train_dev:],
        "train_dev": pool[:n_train_dev],
        "dev": target[:n_dev],
        "test": target[n_dev:held_out],
    }
    # END SOLUTION


def fit_scaler(X_train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (mu, sigma), both (n, 1): mean and standard deviation of each feature (row).

    X_train (n, m). sigma has 1/m under the root, and is 1.0 for a feature whose m entries are all
    equal.
    """
    # BEGIN SOLUTION
    # Rounding may leave equal numbers a deviation of 1e-17: ask whether they are equal.
    constant = np.ptp(X_train, axis=1, keepdims=True) == 0
    mu = np.mean(X_train, axis=1, keepdims=True)
    return mu, np.where(constant, 1.0, np.std(X_train, axis=1, keepdims=True))
    # END SOLUTION


def apply_scaler(X: np.ndarray, mu: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Return (X − mu)/sigma as a new array of X's shape (n, m); mu and sigma are (n, 1).

    Nothing is estimated from X: it may be the training set, the test set or a single example.
    """
    # BEGIN SOLUTION
    scaled: np.ndarray = (X - mu) / sigma
    return scaled
    # END SOLUTION


def find_leaks(X_train: np.ndarray, X_test: np.ndarray) -> list[tuple[int, int]]:
    """Return all pairs (i, j), in any order, such that column i of X_train is column j of X_test.

    Both have n rows and the same dtype. Columns are equal if all their entries are exactly equal.
    Python must not compare each column with each.
    """
    # BEGIN SOLUTION
    places: dict[bytes, list[int]] = {}
    for i, column in enumerate(X_train.T):
        places.setdefault(column.tobytes(), []).append(i)
    return [(i, j) for j, column in enumerate(X_test.T) for i in places.get(column.tobytes(), [])]
    # END SOLUTION


def distribution_gap(labels_a: ArrayLike, labels_b: ArrayLike, n_classes: int) -> float:
    """Return half the sum, over all classes, of |share in a − share in b|: from 0 to 1.

    Labels are whole numbers 0 … n_classes − 1; there is at least one in each, and a and b may
    differ in size.
    """
    # BEGIN SOLUTION
    a, b = (np.bincount(labels, minlength=n_classes) for labels in (labels_a, labels_b))
    return float(np.abs(a / a.sum() - b / b.sum()).sum() / 2)
    # END SOLUTION


def dev_size_needed(error: float, margin: float, z: float = 1.96) -> int:
    """Return the smallest n with z·√(error·(1 − error)/n) ≤ margin.

    error lies between 0 and 1, both excluded; margin and z are above 0.
    """
    # BEGIN SOLUTION
    return math.ceil(z**2 * error * (1 - error) / margin**2)
    # END SOLUTION
