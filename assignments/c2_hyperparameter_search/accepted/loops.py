# One draw at a time, plain loops, RandomState; nothing of NumPy's where Python will do.

import math

import numpy as np


def sample_log_uniform(low, high, size, seed):
    state = np.random.RandomState(seed)
    draws = []
    for _ in range(size):
        draws.append(math.exp(math.log(low) + (math.log(high) - math.log(low)) * state.rand()))
    return draws


def sample_beta(low, high, size, seed):
    draws = []
    for distance in sample_log_uniform(1 - high, 1 - low, size, seed):
        draws.append(1.0 - distance)
    return draws


def sample_integers(low, high, size, seed):
    state = np.random.RandomState(seed)
    return [low + state.randint(high - low + 1) for _ in range(size)]


def grid_points(axes):
    names = list(axes)

    def rest(place):
        if place == len(names):
            return [{}]
        found = []
        for value in axes[names[place]]:
            for tail in rest(place + 1):
                found.append({names[place]: value, **tail})
        return found

    return rest(0)


def random_points(space, n, seed):
    points = [{} for _ in range(n)]
    for number, name in enumerate(space):
        own = 1000 * seed + number + 1
        rule = space[name]
        if rule[0] == "log":
            values = sample_log_uniform(rule[1], rule[2], n, own)
        elif rule[0] == "beta":
            values = sample_beta(rule[1], rule[2], n, own)
        elif rule[0] == "int":
            values = sample_integers(rule[1], rule[2], n, own)
        elif rule[0] == "linear":
            state = np.random.RandomState(own)
            values = [rule[1] + (rule[2] - rule[1]) * state.rand() for _ in range(n)]
        elif rule[0] == "choice":
            values = [rule[1][i] for i in sample_integers(0, len(rule[1]) - 1, n, own)]
        else:
            raise ValueError(rule[0])
        for i in range(n):
            points[i][name] = values[i]
    return points


def distinct_values(points):
    seen = {}
    for point in points:
        for name, value in point.items():
            if name not in seen:
                seen[name] = []
            if value not in seen[name]:
                seen[name].append(value)
    for name in seen:
        seen[name] = len(seen[name])
    return seen


def best_trial(trials, maximise=False):
    best, best_score = -1, None
    for i in range(len(trials)):
        score = trials[i][1]
        if score != score:
            continue
        if maximise:
            score = -score
        if best_score is None or score < best_score:
            best, best_score = i, score
    if best < 0:
        raise ValueError
    return best


def zoom(space, trials, k, maximise=False):
    left = list(range(len(trials)))
    best = []
    while len(best) < k:
        try:
            place = best_trial([trials[i] for i in left], maximise)
        except ValueError:
            break
        best.append(trials[left.pop(place)][0])
    if not best:
        raise ValueError("nothing to zoom in on")
    box = {}
    for name in space:
        if space[name][0] == "choice":
            kept = []
            for option in space[name][1]:
                for point in best:
                    if point[name] == option:
                        kept.append(option)
                        break
            box[name] = ["choice", kept]
            continue
        low = high = best[0][name]
        for point in best[1:]:
            if point[name] < low:
                low = point[name]
            if point[name] > high:
                high = point[name]
        box[name] = [space[name][0], low, high]
    return box


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = []
    for point in random_points(space, n_coarse, 2 * seed):
        trials.append([point, objective(point)])
    for point in random_points(zoom(space, trials, k, maximise), n_fine, 2 * seed + 1):
        trials.append([point, objective(point)])
    return [trials[best_trial(trials, maximise)], trials]
