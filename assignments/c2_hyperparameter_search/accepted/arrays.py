# NumPy for everything: argsort, masks, meshgrid, numbers of NumPy's in the points.

import numpy as np


def sample_log_uniform(low, high, size, seed):
    u = np.random.default_rng(seed).random(size)
    return np.exp((1 - u) * np.log(low) + u * np.log(high))


def sample_beta(low, high, size, seed):
    draws = sample_log_uniform(1 - high, 1 - low, size, seed)
    np.subtract(1.0, draws, out=draws)
    return np.clip(draws, low, high)


def sample_integers(low, high, size, seed):
    return np.random.default_rng(seed).choice(np.arange(low, high + 1), size)


def grid_points(axes):
    places = np.meshgrid(*[np.arange(len(values)) for values in axes.values()], indexing="ij")
    rows = np.stack([place.ravel() for place in places], axis=-1)
    names = list(axes)
    return [{name: axes[name][i] for name, i in zip(names, row, strict=False)} for row in rows]


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    table = {}
    for name, (kind, *limits) in space.items():
        if kind not in {"log", "linear", "beta", "int", "choice"}:
            raise ValueError(f"{kind}?")
        own = rng.integers(1 << 30)
        table[name] = {
            "log": sample_log_uniform,
            "linear": lambda low, high, size, s: np.random.RandomState(s).uniform(low, high, size),
            "beta": sample_beta,
            "int": sample_integers,
            "choice": lambda options, size, s: [
                options[place] for place in sample_integers(0, len(options) - 1, size, s)
            ],
        }[kind](*limits, n, own)
    return [{name: table[name][i] for name in table} for i in range(n)]


def distinct_values(points):
    counts = {}
    for name in points[0] if len(points) else ():
        column = np.empty(len(points), dtype=object)
        column[:] = [point[name] for point in points]
        counts[name] = np.int64(len(dict.fromkeys(column)))
    return counts


def scores_of(trials):
    return np.array([score for _, score in trials], dtype=float)


def best_trial(trials, maximise=False):
    scores = scores_of(trials)
    if np.isnan(scores).all():
        raise ValueError("no score")
    return np.nanargmax(scores) if maximise else np.nanargmin(scores)


def zoom(space, trials, k, maximise=False):
    scores = scores_of(trials)
    order = np.argsort(-scores if maximise else scores)  # NaN comes last, either way
    order = [i for i in order if not np.isnan(scores[i])]
    if len(order) == 0:
        raise ValueError("no score")
    best = [trials[i][0] for i in order[:k]]
    box = dict(space)
    for name, (kind, *limits) in space.items():
        values = [point[name] for point in best]
        if kind == "choice":
            box[name] = (kind, tuple(filter(values.__contains__, limits[0])))
        else:
            box[name] = (kind, np.min(values), np.max(values))
    return box


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    seeds = np.random.SeedSequence(seed).generate_state(2)
    trials = [
        (point, np.float64(objective(point))) for point in random_points(space, n_coarse, seeds[0])
    ]
    box = zoom(space, trials, k, maximise)
    for point in random_points(box, n_fine, seeds[1]):
        trials.append((point, np.float64(objective(point))))
    return trials[int(best_trial(trials, maximise))], trials
