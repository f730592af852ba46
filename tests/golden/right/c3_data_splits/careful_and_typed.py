"""Types, assertions, and small helpers that say what they do."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Index = NDArray[np.intp]


def _share(count: int, percent: int) -> int:
    """count * percent / 100, rounded down, without floats."""
    return (count * percent) // 100


def _members(keys: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        found[key].append(place)
    return dict(found)


def _plain(values: ArrayLike) -> list[Hashable]:
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def _index(places: Sequence[int]) -> Index:
    return np.asarray(places, dtype=np.intp)


def split_sizes(m: int, percentages: Sequence[int]) -> list[int]:
    if any(p < 0 for p in percentages):
        raise ValueError(f"negative percentage in {percentages}")
    if (total := sum(percentages)) != 100:
        raise ValueError(f"percentages add up to {total}")
    rest = [_share(m, p) for p in percentages[1:]]
    sizes = [m - sum(rest), *rest]
    assert sum(sizes) == m
    return sizes


def split_indices(m: int, sizes: Sequence[int], seed: int) -> list[Index]:
    assert sum(sizes) == m, "sizes must add up to m"
    order = np.random.default_rng(seed).permutation(m)
    ends = np.cumsum([0, *sizes])
    return [order[start:end] for start, end in zip(ends[:-1], ends[1:])]


def stratified_split(y: ArrayLike, dev_percent: int, seed: int) -> tuple[Index, Index]:
    rng = np.random.default_rng(seed)
    train: list[int] = []
    dev: list[int] = []
    for members in _members(_plain(y)).values():
        shuffled = rng.permutation(members)
        count = _share(len(members), dev_percent)
        dev += shuffled[:count].tolist()
        train += shuffled[count:].tolist()
    return _index(train), _index(dev)


def group_split(groups: ArrayLike, dev_percent: int, seed: int) -> tuple[Index, Index]:
    rng = np.random.default_rng(seed)
    members = list(_members(_plain(groups)).values())
    m = sum(map(len, members))
    needed = -((-m * dev_percent) // 100)  # rounded up
    train: list[int] = []
    dev: list[int] = []
    for number in rng.permutation(len(members)):
        side = dev if len(dev) < needed else train
        side += members[number]
    return _index(train), _index(dev)


def split_two_sources(
    n_web: int, n_target: int, n_train_dev: int, n_dev: int, n_test: int, seed: int
) -> dict[str, Index]:
    left_over = n_target - n_dev - n_test
    n_train = n_web + left_over - n_train_dev
    for name, size in (
        ("n_dev", n_dev),
        ("n_test", n_test),
        ("n_train_dev", n_train_dev),
        ("target examples left over", left_over),
        ("train", n_train),
    ):
        if size < 0:
            raise ValueError(f"{name}: {size}")
    rng = np.random.default_rng(seed)
    target = rng.permutation(np.arange(n_web, n_web + n_target))
    dev, test, rest = np.split(target, [n_dev, n_dev + n_test])
    pool = np.concatenate([np.arange(n_web), rest]).astype(np.intp)
    rng.shuffle(pool)
    train_dev, train = np.split(pool, [n_train_dev])
    return {"train": train, "train_dev": train_dev, "dev": dev, "test": test}


def fit_scaler(X_train: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    X = np.asarray(X_train, dtype=np.float64)
    mu = X.sum(axis=1, keepdims=True) / X.shape[1]
    sigma = np.sqrt(((X - mu) ** 2).sum(axis=1, keepdims=True) / X.shape[1])
    constant = X.max(axis=1, keepdims=True) == X.min(axis=1, keepdims=True)
    sigma[constant] = 1.0
    return mu, sigma


def apply_scaler(X: ArrayLike, mu: NDArray, sigma: NDArray) -> NDArray[np.float64]:
    scaled = np.array(X, dtype=np.float64)
    scaled -= mu
    scaled /= sigma
    return scaled


def find_leaks(X_train: NDArray, X_test: NDArray) -> list[tuple[int, int]]:
    train = _members(list(map(tuple, X_train.T.tolist())))
    test = _members(list(map(tuple, X_test.T.tolist())))
    return [
        (i, j) for column, there in train.items() for i in there for j in test.get(column, ())
    ]


def distribution_gap(labels_a: ArrayLike, labels_b: ArrayLike, n_classes: int) -> float:
    shares = []
    for labels in (labels_a, labels_b):
        counts = np.zeros(n_classes)
        for label in labels:
            counts[label] += 1
        shares.append(counts / counts.sum())
    gap = 0.5 * float(np.abs(shares[0] - shares[1]).sum())
    assert -1e-12 <= gap <= 1 + 1e-12
    return gap


def dev_size_needed(error: float, margin: float, z: float = 1.96) -> int:
    if not 0 < error < 1 or margin <= 0 or z <= 0:
        raise ValueError("error in (0, 1), margin and z above 0")
    n = max(1, math.floor(z * z * error * (1 - error) / (margin * margin)) - 1)
    while z * math.sqrt(error * (1 - error) / n) > margin:
        n += 1
    return n
