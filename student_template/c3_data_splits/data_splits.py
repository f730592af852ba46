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
    raise NotImplementedError


def split_indices(m: int, sizes: Sequence[int], seed: int) -> list[np.ndarray]:
    """Return a random partition of the places 0 … m − 1: a list of arrays, one for each part.

    sizes says how large each part is, and adds up to m; a part may be empty. All partitions into
    parts of these sizes are equally likely; the same seed gives the same one.
    """
    raise NotImplementedError


def stratified_split(y: ArrayLike, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (train_idx, dev_idx), in which each class is divided by itself.

    y (m,) holds whole numbers. Of a class with n_c examples n_c·dev_percent/100, rounded down, go
    to dev, drawn at random; what is drawn in one class tells nothing of another. dev_percent is
    an int from 0 to 100.
    """
    raise NotImplementedError


def group_split(groups: ArrayLike, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (train_idx, dev_idx), such that no group is on both sides.

    groups (m,) says which group each example belongs to, as whole numbers or as words. The groups
    are put in a random order, all orders equally likely; one after the other goes to dev as a
    whole, until dev holds at least dev_percent % (1 … 99) of the m examples.
    """
    raise NotImplementedError


def split_two_sources(
    n_web: int, n_target: int, n_train_dev: int, n_dev: int, n_test: int, seed: int
) -> dict[str, np.ndarray]:
    """Return {"train": …, "train_dev": …, "dev": …, "test": …}, a random partition of all places.

    Places 0 … n_web − 1 are web examples, and the n_target after them target examples. dev and test
    are n_dev and n_test target examples. All that is left, web and target, is the pool: train_dev
    are n_train_dev of the pool, and train the rest. Raises ValueError if one of the three sizes is
    negative, or there are fewer target examples, or fewer in the pool, than they ask for.
    """
    raise NotImplementedError


def fit_scaler(X_train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (mu, sigma), both (n, 1): mean and standard deviation of each feature (row).

    X_train (n, m). sigma has 1/m under the root, and is 1.0 for a feature whose m entries are all
    equal.
    """
    raise NotImplementedError


def apply_scaler(X: np.ndarray, mu: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Return (X − mu)/sigma as a new array of X's shape (n, m); mu and sigma are (n, 1).

    Nothing is estimated from X: it may be the training set, the test set or a single example.
    """
    raise NotImplementedError


def find_leaks(X_train: np.ndarray, X_test: np.ndarray) -> list[tuple[int, int]]:
    """Return all pairs (i, j), in any order, such that column i of X_train is column j of X_test.

    Both have n rows and the same dtype. Columns are equal if all their entries are exactly equal.
    Python must not compare each column with each.
    """
    raise NotImplementedError


def distribution_gap(labels_a: ArrayLike, labels_b: ArrayLike, n_classes: int) -> float:
    """Return half the sum, over all classes, of |share in a − share in b|: from 0 to 1.

    Labels are whole numbers 0 … n_classes − 1; there is at least one in each, and a and b may
    differ in size.
    """
    raise NotImplementedError


def dev_size_needed(error: float, margin: float, z: float = 1.96) -> int:
    """Return the smallest n with z·√(error·(1 − error)/n) ≤ margin.

    error lies between 0 and 1, both excluded; margin and z are above 0.
    """
    raise NotImplementedError
