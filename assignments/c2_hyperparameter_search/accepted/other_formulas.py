# Powers of ten and of high/low, floor, the global generator; one generator for all names.

from itertools import product

import numpy as np


def sample_log_uniform(low, high, size, seed):
    np.random.seed(seed)
    return low * (high / low) ** np.random.rand(size)


def sample_beta(low, high, size, seed):
    generator = np.random.Generator(np.random.PCG64(seed))
    exponents = generator.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10**exponents


def sample_integers(low, high, size, seed):
    rng = np.random.default_rng(seed)
    return np.floor(low + (high + 1 - low) * rng.random(size)).astype(np.int32)


def grid_points(axes):
    return [dict(zip(axes.keys(), values, strict=False)) for values in product(*axes.values())]


def draw_one(rng, kind, *limits):
    if kind == "choice":
        return limits[0][rng.integers(len(limits[0]))]
    low, high = limits
    if kind == "log":
        return 10 ** rng.uniform(np.log10(low), np.log10(high))
    if kind == "linear":
        return low + (high - low) * rng.random()
    if kind == "beta":
        return 1 - np.exp(rng.uniform(np.log1p(-high), np.log1p(-low)))
    if kind == "int":
        return rng.integers(low, high + 1)
    raise ValueError("unknown kind")


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    return [{name: draw_one(rng, *rule) for name, rule in space.items()} for _ in range(n)]


def distinct_values(points):
    return {name: len(set(values)) for name, values in columns(points).items()}


def columns(points):
    return {name: [point[name] for point in points] for name in (points or [{}])[0]}


def best_trial(trials, maximise=False):
    signed = [(-1) ** maximise * score for _, score in trials]
    return min((i for i, s in enumerate(signed) if not np.isnan(s)), key=signed.__getitem__)


def zoom(space, trials, k, maximise=False):
    sign = -1 if maximise else 1
    ranked = sorted((sign * s, i) for i, (_, s) in enumerate(trials) if s == s)
    assert ranked
    values = columns([trials[i][0] for _, i in ranked[:k]])

    def narrowed(name, kind, *limits):
        if kind == "choice":
            return (kind, [one for one in limits[0] if values[name].count(one)])
        return (kind, min(values[name]), max(values[name]))

    return {name: narrowed(name, *rule) for name, rule in space.items()}


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    points = random_points(space, n_coarse, (seed, 1))
    scores = list(map(objective, points))
    box = zoom(space, list(zip(points, scores, strict=False)), k, maximise)
    points += (fine := random_points(box, n_fine, (seed, 2)))
    scores += map(objective, fine)
    trials = tuple(zip(points, scores, strict=False))
    place = best_trial(trials, maximise)
    return (points[place], scores[place]), trials
