# expect: zoom loses
"""The trials are sorted in place."""

import numpy as np


def sample_log_uniform(low, high, size, seed):
    rng = np.random.default_rng(seed)
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 10 ** r


def sample_beta(low, high, size, seed):
    distances = sample_log_uniform(1 - high, 1 - low, size, seed)
    return 1 - distances


def sample_integers(low, high, size, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(low, high + 1, size)


def grid_points(axes):
    points = [{}]
    for name in axes:
        longer = []
        for point in points:
            for value in axes[name]:
                new = dict(point)
                new[name] = value
                longer.append(new)
        points = longer
    return points


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    columns = {}
    for name, spec in space.items():
        own_seed = int(rng.integers(0, 10**9))
        kind = spec[0]
        if kind == "log":
            columns[name] = [float(v) for v in sample_log_uniform(spec[1], spec[2], n, own_seed)]
        elif kind == "linear":
            columns[name] = [float(v) for v in np.random.default_rng(own_seed).uniform(spec[1], spec[2], n)]
        elif kind == "beta":
            columns[name] = [float(v) for v in sample_beta(spec[1], spec[2], n, own_seed)]
        elif kind == "int":
            columns[name] = [int(v) for v in sample_integers(spec[1], spec[2], n, own_seed)]
        elif kind == "choice":
            where = sample_integers(0, len(spec[1]) - 1, n, own_seed)
            columns[name] = [spec[1][i] for i in where]
        else:
            raise ValueError("unknown kind " + str(kind))
    points = []
    for i in range(n):
        points.append({name: columns[name][i] for name in space})
    return points


def distinct_values(points):
    result = {}
    if len(points) == 0:
        return result
    for name in points[0].keys():
        values = set()
        for point in points:
            values.add(point[name])
        result[name] = len(values)
    return result


def best_trial(trials, maximise=False):
    best_index = None
    for i, (point, score) in enumerate(trials):
        if np.isnan(score):
            continue
        if best_index is None:
            best_index = i
        elif maximise and score > trials[best_index][1]:
            best_index = i
        elif not maximise and score < trials[best_index][1]:
            best_index = i
    if best_index is None:
        raise ValueError("no valid score")
    return best_index


def zoom(space, trials, k, maximise=False):
    trials.sort(key=lambda t: np.inf if np.isnan(t[1]) else t[1])
    valid = [(point, score) for point, score in trials if not np.isnan(score)]
    if len(valid) == 0:
        raise ValueError("no valid score")
    valid.sort(key=lambda t: t[1])
    if maximise:
        valid.reverse()
    best = valid[:k]
    new_space = {}
    for name, spec in space.items():
        values = [point[name] for point, score in best]
        if spec[0] == "choice":
            new_space[name] = ("choice", [o for o in spec[1] if o in values])
        else:
            new_space[name] = (spec[0], min(values), max(values))
    return new_space


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = []
    for point in random_points(space, n_coarse, seed):
        score = objective(point)
        trials.append((point, score))
    small = zoom(space, trials, k, maximise)
    for point in random_points(small, n_fine, seed + 1):
        score = objective(point)
        trials.append((point, score))
    best = trials[best_trial(trials, maximise)]
    return best, trials
