# expect: distinct_values loses
"""Values are written with six digits and then compared."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, Callable

import numpy as np


@dataclass
class Searcher:
    space: dict[str, Any]
    maximise: bool = False
    trials: list[Any] = field(default_factory=list)

    def points(self, n: int, seed: int) -> list[dict[str, Any]]:
        streams = [np.random.Generator(np.random.PCG64([seed, i])) for i in range(len(self.space))]
        return [
            {name: self.value(spec, rng) for (name, spec), rng in zip(self.space.items(), streams)}
            for _ in range(n)
        ]

    @staticmethod
    def value(spec: Any, rng: np.random.Generator) -> Any:
        match list(spec):
            case ["log", low, high]:
                return (low ** (1 - (u := rng.random()))) * high**u
            case ["beta", low, high]:
                return 1 - (1 - low) ** (1 - (u := rng.random())) * (1 - high) ** u
            case ["linear", low, high]:
                return low + rng.random() * (high - low)
            case ["int", low, high]:
                return int(rng.integers(low, high + 1))
            case ["choice", options]:
                return options[rng.integers(len(options))]
            case [other, *_]:
                raise ValueError(f"unknown kind: {other}")

    def try_all(self, objective: Callable[[dict[str, Any]], float], points: list[Any]) -> None:
        for point in points:
            self.trials.append((point, objective(copy.copy(point))))

    def order(self) -> list[int]:
        scores = np.array([score for _, score in self.trials], dtype=np.float64)
        order = np.argsort(-scores if self.maximise else scores, kind="stable")
        return [int(i) for i in order if not np.isnan(scores[i])]

    def box(self, k: int) -> dict[str, Any]:
        best = [self.trials[i][0] for i in self.order()[:k]]
        if not best:
            raise ValueError("no scores")
        box = {}
        for name, spec in self.space.items():
            values = [point[name] for point in best]
            box[name] = (
                ("choice", [option for option in spec[1] if option in values])
                if spec[0] == "choice"
                else (spec[0], min(values), max(values))
            )
        return box


def sample_log_uniform(low, high, size, seed):
    return np.array([p["x"] for p in Searcher({"x": ("log", low, high)}).points(size, seed)])


def sample_beta(low, high, size, seed):
    return np.array([p["x"] for p in Searcher({"x": ("beta", low, high)}).points(size, seed)])


def sample_integers(low, high, size, seed):
    return np.array([p["x"] for p in Searcher({"x": ("int", low, high)}).points(size, seed)])


def grid_points(axes):
    if not axes:
        return [{}]
    (name, values), *rest = axes.items()
    return [{name: value} | tail for value in values for tail in grid_points(dict(rest))]


def random_points(space, n, seed):
    return Searcher(space).points(n, seed)


def distinct_values(points):
    names = points[0].keys() if points else []
    return {name: len(np.unique([f"{point[name]:.6g}" if isinstance(point[name], float) else str(point[name]) for point in points])) for name in names}


def best_trial(trials, maximise=False):
    order = Searcher({}, maximise, list(trials)).order()
    if not order:
        raise ValueError("no scores")
    return order[0]


def zoom(space, trials, k, maximise=False):
    return Searcher(space, maximise, list(trials)).box(k)


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    searcher = Searcher(space, maximise)
    searcher.try_all(objective, searcher.points(n_coarse, 2 * seed))
    searcher.space = searcher.box(k)
    searcher.try_all(objective, searcher.points(n_fine, 2 * seed + 1))
    return searcher.trials[searcher.order()[0]], searcher.trials
