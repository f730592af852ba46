# A class per kind, trials as named tuples, generators handed on.

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np


class Trial(NamedTuple):
    point: dict[str, Any]
    score: float

    @property
    def counts(self) -> bool:
        return not math.isnan(self.score)


@dataclass(frozen=True)
class Linear:
    low: float
    high: float

    def draws(self, rng: np.random.Generator) -> Iterator[float]:
        start, end = self.there(self.low), self.there(self.high)
        while True:
            yield float(self.back(start + (end - start) * rng.random()))

    def there(self, value: float) -> float:
        return value

    def back(self, value: float) -> float:
        return value


class Log(Linear):
    def there(self, value: float) -> float:
        return math.log2(value)

    def back(self, value: float) -> float:
        return 2.0**value


class Beta(Linear):
    def there(self, value: float) -> float:
        return math.log1p(-value)

    def back(self, value: float) -> float:
        return -math.expm1(value)


class Whole(Linear):
    def draws(self, rng: np.random.Generator) -> Iterator[int]:
        while True:
            yield int(rng.integers(self.low, self.high, endpoint=True))


@dataclass(frozen=True)
class Choice:
    options: list[Any]

    def draws(self, rng: np.random.Generator) -> Iterator[Any]:
        while True:
            yield self.options[int(len(self.options) * rng.random())]


KINDS = {"log": Log, "linear": Linear, "beta": Beta, "int": Whole, "choice": Choice}


def taken(kind: Any, size: int, rng: np.random.Generator) -> list[Any]:
    stream = kind.draws(rng)
    return [next(stream) for _ in range(size)]


def sample_log_uniform(low: float, high: float, size: int, seed: int) -> np.ndarray:
    return np.array(taken(Log(low, high), size, np.random.default_rng(seed)))


def sample_beta(low: float, high: float, size: int, seed: int) -> np.ndarray:
    return np.array(taken(Beta(low, high), size, np.random.default_rng(seed)))


def sample_integers(low: int, high: int, size: int, seed: int) -> np.ndarray:
    return np.array(taken(Whole(low, high), size, np.random.default_rng(seed)))


def random_points(space: dict[str, Any], n: int, seed: int) -> list[dict[str, Any]]:
    unknown = {rule[0] for rule in space.values()} - KINDS.keys()
    if unknown:
        raise ValueError(f"unknown kinds: {unknown}")
    generators = np.random.default_rng(seed).spawn(len(space))
    table = [
        taken(KINDS[kind](*limits), n, rng)
        for (kind, *limits), rng in zip(space.values(), generators, strict=False)
    ]
    return [dict(zip(space, row, strict=False)) for row in zip(*table, strict=False)]


def best_trial(trials: list[Any], maximise: bool = False) -> int:
    made = [Trial(*trial) for trial in trials]
    if not any(trial.counts for trial in made):
        raise ValueError("no trial counts")
    choose = max if maximise else min
    return made.index(choose((one for one in made if one.counts), key=lambda one: one.score))


def zoom(
    space: dict[str, Any], trials: list[Any], k: int, maximise: bool = False
) -> dict[str, Any]:
    counting = [trial for trial in map(Trial._make, trials) if trial.counts]
    if not counting:
        raise ValueError("no trial counts")
    counting.sort(key=lambda trial: -trial.score if maximise else trial.score)
    box = {}
    for name, rule in space.items():
        seen = [trial.point[name] for trial in counting[:k]]
        box[name] = (
            (rule[0], [option for option in rule[1] if option in seen])
            if rule[0] == "choice"
            else (rule[0], min(seen), max(seen))
        )
    return box


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials: list[Trial] = []

    def explore(where: dict[str, Any], count: int, own: int) -> None:
        trials.extend(Trial(p, objective(p)) for p in random_points(where, count, own))

    explore(space, n_coarse, seed)
    explore(zoom(space, trials, k, maximise), n_fine, seed + 10_000)
    return trials[best_trial(trials, maximise)], trials
