"""Searching hyperparameters, with care."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np

Space = dict[str, tuple[Any, ...]]
Point = dict[str, Any]
Trial = tuple[Point, float]

KINDS = ("log", "linear", "beta", "int", "choice")


def _unit(size: int, seed: int) -> np.ndarray:
    """size draws from [0, 1)."""
    assert seed >= 0, "a seed is at least 0"
    return np.random.RandomState(seed).random_sample(size)


def _has_score(trial: Trial) -> bool:
    return not math.isnan(trial[1])


def _check_kinds(space: Space) -> None:
    for name, rule in space.items():
        if rule[0] not in KINDS:
            raise ValueError(f"{name} has the kind {rule[0]!r}; it must be one of {KINDS}")


def sample_log_uniform(low: float, high: float, size: int, seed: int) -> np.ndarray:
    assert 0 < low <= high, "limits must be positive and in order"
    factor = float(high) / float(low)
    draws = low * np.power(factor, _unit(size, seed))
    draws = np.clip(draws, low, high)
    assert draws.shape == (size,)
    return draws


def sample_beta(low: float, high: float, size: int, seed: int) -> np.ndarray:
    assert 0 <= low <= high < 1
    distance = sample_log_uniform(1 - high, 1 - low, size, seed)
    return np.clip(1 - np.asarray(distance), low, high)


def sample_integers(low: int, high: int, size: int, seed: int) -> np.ndarray:
    assert low <= high
    how_many = int(high) - int(low) + 1
    draws = int(low) + np.floor(_unit(size, seed) * how_many).astype(np.int64)
    return np.minimum(draws, high)


def _grid(names: list[str], axes: dict[str, list[Any]]) -> list[Point]:
    """All points with the first names fixed by recursion."""
    if not names:
        return [{}]
    first, *others = names
    return [{first: value, **rest} for value in axes[first] for rest in _grid(others, axes)]


def grid_points(axes: dict[str, list[Any]]) -> list[Point]:
    points = _grid(list(axes), axes)
    assert len(points) == math.prod(len(values) for values in axes.values())
    return points


def _draw_one(rule: tuple[Any, ...], seed: int) -> Any:
    """One plain value by its kind."""
    kind = rule[0]
    if kind == "log":
        return float(sample_log_uniform(rule[1], rule[2], 1, seed)[0])
    if kind == "beta":
        return float(sample_beta(rule[1], rule[2], 1, seed)[0])
    if kind == "int":
        return int(sample_integers(rule[1], rule[2], 1, seed)[0])
    if kind == "linear":
        return float(rule[1] + (rule[2] - rule[1]) * _unit(1, seed)[0])
    assert kind == "choice"
    place = int(sample_integers(0, len(rule[1]) - 1, 1, seed)[0])
    return rule[1][place]


def random_points(space: Space, n: int, seed: int) -> list[Point]:
    _check_kinds(space)
    # A seed of its own for every value. No two are the same: with repeats the same number would
    # come out twice.
    rng = np.random.default_rng(seed)
    wanted = n * len(space)
    seeds: dict[int, None] = {}
    while len(seeds) < wanted:
        seeds[int(rng.integers(0, 2**32 - 1))] = None
    stream = iter(seeds)
    return [{name: _draw_one(rule, next(stream)) for name, rule in space.items()} for _ in range(n)]


def distinct_values(points: list[Point]) -> dict[str, int]:
    values: dict[str, set[Any]] = {}
    for point in points:
        for name, value in point.items():
            values.setdefault(name, set()).add(value)
    return {name: len(different) for name, different in values.items()}


def best_trial(trials: list[Trial], maximise: bool = False) -> int:
    places = [place for place, trial in enumerate(trials) if _has_score(trial)]
    if not places:
        raise ValueError("there is no trial with a score")
    pick = max if maximise else min  # both take the first of equals
    return pick(places, key=lambda place: trials[place][1])


def zoom(space: Space, trials: list[Trial], k: int, maximise: bool = False) -> Space:
    scored = [trial for trial in trials if _has_score(trial)]
    if len(scored) == 0:
        raise ValueError("there is no trial with a score")
    scored = sorted(scored, key=lambda trial: trial[1], reverse=maximise)
    points = [point for point, _ in scored[: min(k, len(scored))]]
    box: Space = {}
    for name, rule in space.items():
        seen = [point[name] for point in points]
        if rule[0] == "choice":
            remaining: list[Any] = []
            for option in rule[1]:
                if option in seen and option not in remaining:
                    remaining.append(copy.deepcopy(option))
            assert remaining, "a point must hold options of the space"
            box[name] = ("choice", remaining)
        else:
            box[name] = (rule[0], min(seen), max(seen))
    assert list(box) == list(space)
    return box


def coarse_to_fine(
    objective: Callable[[Point], float],
    space: Space,
    n_coarse: int,
    n_fine: int,
    k: int,
    seed: int,
    maximise: bool = False,
) -> tuple[Trial, list[Trial]]:
    coarse_seed, fine_seed = seed, seed + 7919

    def run(points: list[Point]) -> list[Trial]:
        return [(point, objective(copy.deepcopy(point))) for point in points]

    coarse = run(random_points(space, n_coarse, coarse_seed))
    box = zoom(space, coarse, k, maximise)
    fine = run(random_points(box, n_fine, fine_seed))
    trials = coarse + fine
    assert len(trials) == n_coarse + n_fine
    best = trials[best_trial(trials, maximise)]
    print(f"best score {best[1]} of {len(trials)} trials")
    return best, trials


if __name__ == "__main__":
    from training import SPACE, dev_cost

    print(coarse_to_fine(dev_cost, SPACE, 30, 30, 5, seed=1)[0])
