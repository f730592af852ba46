# expect: random_points loses
# Linear values and options all come from a generator with the same seed as the first name's, so they share their draws.
from itertools import product

import numpy as np


def sample_log_uniform(low, high, size, seed):
    return np.exp(np.random.default_rng(seed).uniform(np.log(low), np.log(high), size))


def sample_beta(low, high, size, seed):
    return 1.0 - sample_log_uniform(1.0 - high, 1.0 - low, size, seed)


def sample_integers(low, high, size, seed):
    return np.random.default_rng(seed).integers(low, high, size, endpoint=True)


def grid_points(axes):
    return [dict(zip(axes, values)) for values in product(*axes.values())]


def random_points(space, n, seed):
    columns = {}
    for j, (name, (kind, *args)) in enumerate(space.items()):
        if kind == "log":
            columns[name] = sample_log_uniform(*args, n, 1000 * seed + j).tolist()
        elif kind == "beta":
            columns[name] = sample_beta(*args, n, 1000 * seed + j).tolist()
        elif kind == "int":
            columns[name] = sample_integers(*args, n, 1000 * seed + j).tolist()
        elif kind == "linear":
            columns[name] = np.random.default_rng(1000 * seed).uniform(*args, n).tolist()
        elif kind == "choice":
            columns[name] = [args[0][int(u * len(args[0]))] for u in np.random.default_rng(1000 * seed).random(n)]
        else:
            raise ValueError(f"unknown kind {kind!r}")
    return [{name: column[i] for name, column in columns.items()} for i in range(n)]


def distinct_values(points):
    return {name: len({p[name] for p in points}) for name in points[0]} if points else {}


def best_trial(trials, maximise=False):
    scores = np.array([score for _, score in trials], dtype=float)
    # both raise ValueError where there is nothing, and where all is NaN
    return (np.nanargmax if maximise else np.nanargmin)(scores)


def zoom(space, trials, k, maximise=False):
    scores = np.array([score for _, score in trials], dtype=float)
    order = np.argsort(-scores if maximise else scores)  # NaN comes last in both
    kept = [trials[i][0] for i in order if not np.isnan(scores[i])][:k]
    if not kept:
        raise ValueError("no scores")
    box = {}
    for name, (kind, *args) in space.items():
        values = [point[name] for point in kept]
        box[name] = (kind, [o for o in args[0] if o in values]) if kind == "choice" else (kind, min(values), max(values))
    return box


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = [(p, objective(p)) for p in random_points(space, n_coarse, 2 * seed)]
    box = zoom(space, trials, k, maximise=maximise)
    trials += [(p, objective(p)) for p in random_points(box, n_fine, 2 * seed + 1)]
    return trials[best_trial(trials, maximise=maximise)], trials
