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
    raise NotImplementedError


def sample_beta(low: float, high: float, size: int, seed: int) -> np.ndarray:
    """Return `size` independent draws β (size,), float64, from low to high, log(1 − β) uniform.

    0 ≤ low ≤ high < 1. Uses sample_log_uniform.
    """
    raise NotImplementedError


def sample_integers(low: int, high: int, size: int, seed: int) -> np.ndarray:
    """Return `size` independent whole numbers (size,), each of low, low + 1, …, high as likely.

    low ≤ high, and either may be negative. The dtype is one of whole numbers.
    """
    raise NotImplementedError


def grid_points(axes: dict[str, list[Any]]) -> list[Point]:
    """Return every combination of the values on the axes, once, as a list of points.

    axes maps each name to the list of its values, which are all different. Any order will do.
    With an axis that has no values there are no points.
    """
    raise NotImplementedError


def random_points(space: Space, n: int, seed: int) -> list[Point]:
    """Return n points of the space, drawn at random: each name by its kind, all independent.

    Values are plain numbers, or options just as the list holds them. An unknown kind raises
    ValueError. Uses sample_log_uniform, sample_beta and sample_integers.
    """
    raise NotImplementedError


def distinct_values(points: list[Point]) -> dict[str, int]:
    """Return for each name how many different values it has in the points; {} for no points."""
    raise NotImplementedError


def best_trial(trials: list[Trial], maximise: bool = False) -> int:
    """Return the place in the list of the trial with the best score; of equals, the first.

    NaN is no score and never wins; infinity is one. Where no trial has a score it raises
    ValueError.
    """
    raise NotImplementedError


def zoom(space: Space, trials: list[Trial], k: int, maximise: bool = False) -> Space:
    """Return the part of the space that the k best trials span (all, if fewer have a score).

    Each name keeps its kind. Its new limits are the smallest and the largest of its values in
    these trials; of options, those remain that occur in them, in the order of the old list. NaN
    is no score; where no trial has one it raises ValueError. space and trials stay as they are.
    """
    raise NotImplementedError


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
    raise NotImplementedError
