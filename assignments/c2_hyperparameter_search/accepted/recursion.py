# Recursion and generators; a table of samplers, and points that are made name by name.

import numpy as np


def sample_log_uniform(low, high, size, seed):
    bits = np.random.MT19937(seed)
    spread = np.log(high) - np.log(low)
    return np.exp(np.log(low) + spread * np.random.Generator(bits).random(size))


def sample_integers(low, high, size, seed):
    rng = np.random.default_rng(seed)
    return np.array([int(np.floor(rng.uniform(low, high + 1))) for _ in range(size)], dtype=int)


def grid_points(axes):
    if not axes:
        return [{}]
    *others, last = axes
    smaller = grid_points({name: axes[name] for name in others})
    return [point | {last: value} for point in smaller for value in axes[last]]


def random_points(space, n, seed):
    if n == 0:
        return []
    rng = np.random.default_rng([seed, n])
    point = {}
    for name in space:
        kind = space[name][0]
        if kind == "choice":
            point[name] = space[name][1][rng.integers(0, len(space[name][1]))]
            continue
        low, high = space[name][1:]
        u = rng.random()
        if kind == "log":
            point[name] = low ** (1 - u) * high**u
        elif kind == "linear":
            point[name] = low * (1 - u) + high * u
        elif kind == "beta":
            point[name] = 1 - (1 - low) ** (1 - u) * (1 - high) ** u
        elif kind == "int":
            point[name] = low + int(u * (high - low + 1))
        else:
            raise ValueError(kind)
    return (
        [point, *random_points(space, n - 1, seed)]
        if n < 50
        else more_points(space, n, seed, point)
    )


def more_points(space, n, seed, point):
    points = [point]
    while len(points) < n:
        points += random_points(space, 1, hash((seed, len(points))) % 2**31)
    return points


def best_trial(trials, maximise=False):
    places = [i for i, (_, score) in enumerate(trials) if not np.isnan(score)]
    if not places:
        raise ValueError("nothing to choose from")

    def better(i, j):
        a, b = trials[i][1], trials[j][1]
        return j if (b > a if maximise else b < a) else i

    best = places[0]
    for place in places[1:]:
        best = better(best, place)
    return np.array([best])


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    def tried(points):
        for point in points:
            yield point, objective(point)

    coarse = list(tried(random_points(space, n_coarse, seed)))
    fine = list(tried(random_points(zoom(space, coarse, k, maximise), n_fine, seed + 1)))  # noqa: F821
    every = coarse + fine
    return every[int(best_trial(every, maximise)[0])], every
