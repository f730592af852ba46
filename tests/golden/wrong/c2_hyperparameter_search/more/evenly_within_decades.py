# expect: sample_log_uniform loses
# Picks a decade (a factor of ten from low) at random and draws linearly within it.
from itertools import product

import numpy as np


def sample_log_uniform(low, high, size, seed):
    rng = np.random.default_rng(seed)
    decades = max(int(np.ceil(np.log10(high / low) - 1e-9)), 1)
    edges = np.geomspace(low, high, decades + 1)
    which = rng.integers(0, decades, size)
    return edges[which] + rng.random(size) * (edges[which + 1] - edges[which])


def sample_beta(low, high, size, seed):
    return 1.0 - sample_log_uniform(1.0 - high, 1.0 - low, size, seed)


def sample_integers(low, high, size, seed):
    return np.random.default_rng(seed).integers(low, high, size, endpoint=True)


def grid_points(axes):
    return [dict(zip(axes, values)) for values in product(*axes.values())]


def random_points(space, n, seed):
    # whole columns, one new seed for each name, and then transposed
    seeds = np.random.default_rng(seed).integers(2**31, size=len(space))
    columns = {}
    for (name, (kind, *args)), s in zip(space.items(), seeds):
        match kind:
            case "log":
                columns[name] = sample_log_uniform(*args, n, s).tolist()
            case "beta":
                columns[name] = sample_beta(*args, n, s).tolist()
            case "int":
                columns[name] = sample_integers(*args, n, s).tolist()
            case "linear":
                columns[name] = np.random.default_rng(s).uniform(*args, n).tolist()
            case "choice":
                (options,) = args
                columns[name] = [options[i] for i in np.random.default_rng(s).integers(len(options), size=n)]
            case _:
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
