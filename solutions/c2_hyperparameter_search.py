"""Searching hyperparameters: draw them on the right scale, at random, and then closer.

A space is a dict: a hyperparameter's name -> how it is drawn, one of

    ("log", low, high)       its logarithm is uniform
    ("linear", low, high)    it is uniform itself
    ("beta", low, high)      the logarithm of 1 − value is uniform
    ("int", low, high)       a whole number, both ends included
    ("choice", options)      one of a list, each as likely

A point is a dict: name -> value, one for each name of the space. A trial is a pair (point,
score), and a score is a number, or NaN where the run broke down. The smaller score is the better
one (a cost), or with maximise=True the larger one (an accuracy).
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Space = dict[str, tuple[Any, ...]]
Point = dict[str, Any]
Trial = tuple[Point, float]


def sample_log_uniform(low: float, high: float, size: int, seed: int) -> np.ndarray:
    """Return `size` independent draws (size,) whose logarithm is uniform from log low to log high.

    They are float64, and 0 < low ≤ high. The same seed gives the same draws, and another seed
    others; which of NumPy's generators you seed is up to you.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return np.exp(rng.uniform(np.log(low), np.log(high), size=size))
    # END SOLUTION


def sample_beta(low: float, high: float, size: int, seed: int) -> np.ndarray:
    """Return `size` independent draws β (size,), float64, from low to high, log(1 − β) uniform.

    0 ≤ low ≤ high < 1. Uses sample_log_uniform.
    """
    # BEGIN SOLUTION
    return 1 - sample_log_uniform(1 - high, 1 - low, size, seed)
    # END SOLUTION


def sample_integers(low: int, high: int, size: int, seed: int) -> np.ndarray:
    """Return `size` independent whole numbers (size,), each of low, low + 1, …, high as likely.

    low ≤ high, and either may be negative. The dtype is one of whole numbers.
    """
    # BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    return rng.integers(low, high, size=size, endpoint=True)
    # END SOLUTION


def grid_points(axes: dict[str, list[Any]]) -> list[Point]:
    """Return every combination of the values on the axes, once, as a list of points.

    axes maps each name to the list of its values, which are all different. Any order will do.
    With an axis that has no values there are no points.
    """
    # BEGIN SOLUTION
    points: list[Point] = [{}]
    for name, values in axes.items():
        points = [{**point, name: value} for point in points for value in values]
    return points
    # END SOLUTION


def random_points(space: Space, n: int, seed: int) -> list[Point]:
    """Return n points of the space, drawn at random: each name by its kind, all independent.

    Values are plain numbers, or options just as the list holds them. An unknown kind raises
    ValueError. Uses sample_log_uniform, sample_beta and sample_integers.
    """
    # BEGIN SOLUTION
    columns = {}
    seeds = np.random.SeedSequence(seed).generate_state(len(space)).tolist()
    for (name, (kind, *limits)), own in zip(space.items(), seeds, strict=True):
        if kind == "log":
            columns[name] = sample_log_uniform(*limits, n, own).tolist()
        elif kind == "linear":
            columns[name] = np.random.default_rng(own).uniform(*limits, n).tolist()
        elif kind == "beta":
            columns[name] = sample_beta(*limits, n, own).tolist()
        elif kind == "int":
            columns[name] = sample_integers(*limits, n, own).tolist()
        elif kind == "choice":
            options = limits[0]
            columns[name] = [options[i] for i in sample_integers(0, len(options) - 1, n, own)]
        else:
            raise ValueError(f"{name} is of no known kind: {kind!r}")
    return [{name: columns[name][i] for name in space} for i in range(n)]
    # END SOLUTION


def distinct_values(points: list[Point]) -> dict[str, int]:
    """Return for each name how many different values it has in the points; {} for no points."""
    # BEGIN SOLUTION
    names = points[0] if points else {}
    return {name: len({point[name] for point in points}) for name in names}
    # END SOLUTION


def best_trial(trials: list[Trial], maximise: bool = False) -> int:
    """Return the place in the list of the trial with the best score; of equals, the first.

    NaN is no score and never wins; infinity is one. Where no trial has a score it raises
    ValueError.
    """
    # BEGIN SOLUTION
    best = None
    for place, (_, score) in enumerate(trials):
        if np.isnan(score):
            continue
        if best is None or (score > trials[best][1] if maximise else score < trials[best][1]):
            best = place
    if best is None:
        raise ValueError("no trial has a score")
    return best
    # END SOLUTION


def zoom(space: Space, trials: list[Trial], k: int, maximise: bool = False) -> Space:
    """Return the part of the space that the k best trials span (all, if fewer have a score).

    Each name keeps its kind. Its new limits are the smallest and the largest of its values in
    these trials; of options, those remain that occur in them, in the order of the old list. NaN
    is no score; where no trial has one it raises ValueError. space and trials stay as they are.
    """
    # BEGIN SOLUTION
    scored = [trial for trial in trials if not np.isnan(trial[1])]
    if not scored:
        raise ValueError("no trial has a score")
    best = sorted(scored, key=lambda trial: trial[1], reverse=maximise)[:k]
    zoomed: Space = {}
    for name, (kind, *limits) in space.items():
        values = [point[name] for point, _ in best]
        if kind == "choice":
            zoomed[name] = kind, [option for option in limits[0] if option in values]
        else:
            zoomed[name] = kind, min(values), max(values)
    return zoomed
    # END SOLUTION


def coarse_to_fine(
    objective: Callable[[Point], float],
    space: Space,
    n_coarse: int,
    n_fine: int,
    k: int,
    seed: int,
    maximise: bool = False,
) -> tuple[Trial, list[Trial]]:
    """Search in two stages; return (the best trial, all trials in the order of the calls).

    First n_coarse random points of the space, then n_fine new ones of the space that zoom makes
    of the k best, drawn with another seed. objective(point) gives a score; it is called once for
    each of the n_coarse + n_fine points, and never again. Uses random_points, zoom and best_trial.
    """
    # BEGIN SOLUTION
    trials = [(point, objective(point)) for point in random_points(space, n_coarse, seed)]
    box = zoom(space, trials, k, maximise)
    trials += [(point, objective(point)) for point in random_points(box, n_fine, seed + 1)]
    return trials[best_trial(trials, maximise)], trials
    # END SOLUTION
