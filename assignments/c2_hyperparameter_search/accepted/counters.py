# Counter, defaultdict, reduce, partial; options drawn by their places, spaces as lists.

from collections import Counter, defaultdict
from functools import partial, reduce

import numpy as np


def sample_log_uniform(low, high, size, seed):
    exponents = np.random.default_rng(seed).uniform(np.log10(low), np.log10(high), size)
    return np.logspace(0, 0, size) * np.power(10, exponents)


def sample_beta(low, high, size, seed):
    return np.negative(sample_log_uniform(1 - high, 1 - low, size=size, seed=seed) - 1)


def sample_integers(low, high, size, seed):
    return np.random.RandomState(seed).randint(low, high + 1, size=(size,), dtype=np.int16)


def grid_points(axes):
    def extended(points, axis):
        name, values = axis
        return [dict(point, **{name: value}) for value in values for point in points]

    return reduce(extended, axes.items(), [{}])


def linear(low, high, size, seed):
    return np.random.default_rng(seed).uniform(low, high, size=size)


def random_points(space, n, seed):
    parent = np.random.SeedSequence(entropy=seed)
    points = [dict.fromkeys(space) for _ in range(n)]
    for child, name in zip(parent.spawn(len(space)), space, strict=False):
        kind, *limits = space[name]
        own = int(child.generate_state(1)[0])
        draws = {
            "log": partial(sample_log_uniform, *limits),
            "beta": partial(sample_beta, *limits),
            "int": partial(sample_integers, *limits),
            "linear": partial(linear, *limits),
            "choice": partial(sample_integers, 0, len(limits[0]) - 1 if kind == "choice" else 0),
        }
        if kind not in draws:
            raise ValueError(kind)
        for point, value in zip(points, draws[kind](n, own), strict=False):
            point[name] = limits[0][value] if kind == "choice" else value.item()
    return points


def distinct_values(points):
    counters = defaultdict(Counter)
    for point in points:
        for name, value in point.items():
            counters[name][value] += 1
    return {name: len(counter) for name, counter in counters.items()}


def best_trial(trials, maximise=False):
    found = None
    for place in reversed(range(len(trials))):
        score = trials[place][1]
        if np.isnan(score):
            continue
        if found is None or not (
            score < trials[found][1] if maximise else score > trials[found][1]
        ):
            found = place
    if found is None:
        raise ValueError("all NaN")
    return found


def zoom(space, trials, k, maximise=False):
    best = []
    pool = [trial for trial in trials if trial[1] == trial[1]]
    while pool and len(best) < k:
        best.append(pool.pop(best_trial(pool, maximise)))
    if best == []:
        raise ValueError("all NaN")
    box = {}
    for name in space:
        column = sorted((point[name] for point, _ in best), key=lambda v: (str(type(v)), v))
        box[name] = [space[name][0], column[0], column[-1]]
        if space[name][0] == "choice":
            box[name] = ["choice", [one for one in space[name][1] if one in column]]
    return box


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = []
    for stage, count in enumerate([n_coarse, n_fine]):
        where = zoom(space, trials, k, maximise) if stage else space
        for point in random_points(where, count, seed=seed * 7919 + stage):
            trials.append((dict(point), float(objective(point))))
    return trials[best_trial(trials, maximise)], trials
