# A class that holds the generator and the places that are left; dataclasses for what is fitted.

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass
class Deck:
    """Places in a random order, from which one deals."""

    places: np.ndarray
    rng: np.random.Generator

    def __post_init__(self) -> None:
        self.places = self.rng.permutation(np.asarray(self.places, dtype=np.int64))

    def deal(self, count: int) -> np.ndarray:
        if not 0 <= count <= len(self.places):
            raise ValueError(f"{count} of {len(self.places)}")
        dealt, self.places = self.places[:count], self.places[count:]
        return dealt


class BadPercentages(ValueError):
    pass


def split_sizes(m: int, percentages: Iterable[int]) -> list[int]:
    first, *others = percentages
    if min([first, *others]) < 0 or first != 100 - sum(others):
        raise BadPercentages
    sizes = [divmod(m * p, 100)[0] for p in others]
    return [m - sum(sizes), *sizes]


def split_indices(m: int, sizes: Iterable[int], seed: int) -> list[np.ndarray]:
    deck = Deck(np.arange(m), np.random.default_rng(seed))
    return [deck.deal(size) for size in sizes]


@dataclass
class Sides:
    train: list[int] = field(default_factory=list)
    dev: list[int] = field(default_factory=list)

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.train, dtype=np.int32), np.array(self.dev, dtype=np.int32)


def members_of(keys: Any) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = {}
    for place, key in enumerate(np.asarray(keys).tolist()):
        found.setdefault(key, []).append(place)
    return found


def stratified_split(y: Any, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng, sides = np.random.default_rng(seed), Sides()
    for members in members_of(y).values():
        deck = Deck(np.array(members), rng)
        sides.dev.extend(deck.deal(len(members) * dev_percent // 100))
        sides.train.extend(deck.places)
    return sides.arrays()


def group_split(groups: Any, dev_percent: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng, sides = np.random.default_rng(seed), Sides()
    members = list(members_of(groups).values())
    for number in rng.permutation(len(members)):
        enough = 100 * len(sides.dev) >= dev_percent * len(groups)
        (sides.train if enough else sides.dev).extend(members[number])
    return sides.arrays()


def split_two_sources(
    n_web: int, n_target: int, n_train_dev: int, n_dev: int, n_test: int, seed: int
) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    target = Deck(np.arange(n_web, n_web + n_target), rng)
    dev, test = target.deal(n_dev), target.deal(n_test)
    pool = Deck(np.concatenate([np.arange(n_web), target.places]), rng)
    return {"train_dev": pool.deal(n_train_dev), "train": pool.places, "test": test, "dev": dev}


@dataclass(frozen=True)
class Scaler:
    mu: np.ndarray
    sigma: np.ndarray

    @classmethod
    def fit(cls, X: np.ndarray) -> Scaler:
        moves = X.max(axis=1, keepdims=True) > X.min(axis=1, keepdims=True)
        mu = X.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.mean(np.square(X - mu), axis=1, keepdims=True))
        return cls(mu, np.where(moves, spread, 1.0))

    def __call__(self, X: np.ndarray) -> np.ndarray:
        return np.subtract(X, self.mu) / self.sigma


def fit_scaler(X_train: np.ndarray) -> list[np.ndarray]:
    scaler = Scaler.fit(X_train)
    return [scaler.mu, scaler.sigma]


def apply_scaler(X: np.ndarray, mu: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    return Scaler(mu, sigma)(X)


class Columns:
    def __init__(self, X: np.ndarray) -> None:
        self.keys = [column.tobytes() for column in np.ascontiguousarray(X.T)]

    def index(self) -> dict[bytes, list[int]]:
        found: dict[bytes, list[int]] = {}
        for place, key in enumerate(self.keys):
            found.setdefault(key, []).append(place)
        return found


def find_leaks(X_train: np.ndarray, X_test: np.ndarray) -> list[tuple[int, int]]:
    train, test = Columns(X_train).index(), Columns(X_test).index()
    return [(i, j) for key in train.keys() & test.keys() for i in train[key] for j in test[key]]


class Shares:
    def __init__(self, labels: Any, n_classes: int) -> None:
        self.of = np.zeros(n_classes)
        np.add.at(self.of, np.asarray(labels), 1 / len(labels))

    def __sub__(self, other: Shares) -> float:
        return 0.5 * float(np.linalg.norm(self.of - other.of, ord=1))


def distribution_gap(labels_a: Any, labels_b: Any, n_classes: int) -> float:
    return Shares(labels_a, n_classes) - Shares(labels_b, n_classes)


def dev_size_needed(error: float, margin: float, z: float = 1.96) -> int:
    deviations = margin / z
    return math.ceil((error - error**2) / deviations**2)
