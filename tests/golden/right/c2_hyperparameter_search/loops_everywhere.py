# My solution for the hyperparameter search. Loops everywhere.
import math

import numpy as np


def sample_log_uniform(low, high, size, seed):
    np.random.seed(seed)
    a = math.log10(low)
    b = math.log10(high)
    draws = []
    for i in range(size):
        u = np.random.rand()
        exponent = a + u * (b - a)
        draws.append(10 ** exponent)
    return draws


def sample_beta(low, high, size, seed):
    # 1 - beta goes from 1 - high (small) to 1 - low (large)
    distances = sample_log_uniform(1 - high, 1 - low, size, seed)
    betas = []
    for d in distances:
        betas.append(1 - d)
    return betas


def sample_integers(low, high, size, seed):
    np.random.seed(seed)
    draws = np.zeros(size, dtype=int)
    for i in range(size):
        draws[i] = np.random.randint(low, high + 1)
    return draws


def grid_points(axes):
    points = [{}]
    for name in axes:
        longer = []
        for point in points:
            for value in axes[name]:
                new = {}
                for old_name in point:
                    new[old_name] = point[old_name]
                new[name] = value
                longer.append(new)
        points = longer
    return points


def random_points(space, n, seed):
    # first look whether I know all the kinds
    for name in space:
        if space[name][0] not in ["log", "linear", "beta", "int", "choice"]:
            raise ValueError("I don't know the kind " + str(space[name][0]))
    # then draw everything from one generator
    rng = np.random.default_rng(seed)
    points = []
    for i in range(n):
        point = {}
        for name in space:
            kind = space[name][0]
            if kind == "choice":
                options = space[name][1]
                point[name] = options[int(rng.integers(0, len(options)))]
            else:
                low = space[name][1]
                high = space[name][2]
                if kind == "log":
                    u = rng.random()
                    point[name] = math.exp(math.log(low) + u * (math.log(high) - math.log(low)))
                elif kind == "linear":
                    u = rng.random()
                    point[name] = low + u * (high - low)
                elif kind == "beta":
                    u = rng.random()
                    a = math.log(1 - high)
                    b = math.log(1 - low)
                    point[name] = 1 - math.exp(a + u * (b - a))
                elif kind == "int":
                    point[name] = int(rng.integers(low, high + 1))
        points.append(point)
    return points


def distinct_values(points):
    seen = {}
    for point in points:
        for name in point:
            if name not in seen:
                seen[name] = []
            if point[name] not in seen[name]:
                seen[name].append(point[name])
    counts = {}
    for name in seen:
        counts[name] = len(seen[name])
    return counts


def best_trial(trials, maximise=False):
    best_place = -1
    best_score = None
    for i in range(len(trials)):
        score = trials[i][1]
        if np.isnan(score):
            continue
        if best_score is None:
            best_place = i
            best_score = score
        elif maximise and score > best_score:
            best_place = i
            best_score = score
        elif not maximise and score < best_score:
            best_place = i
            best_score = score
    if best_place == -1:
        raise ValueError("no trial has a score")
    return best_place


def zoom(space, trials, k, maximise=False):
    # take away the best one k times
    left = []
    for trial in trials:
        if not np.isnan(trial[1]):
            left.append(trial)
    if len(left) == 0:
        raise ValueError("no trial has a score")
    best = []
    while len(best) < k and len(left) > 0:
        place = 0
        for i in range(1, len(left)):
            if maximise:
                if left[i][1] > left[place][1]:
                    place = i
            else:
                if left[i][1] < left[place][1]:
                    place = i
        best.append(left.pop(place))
    new_space = {}
    for name in space:
        values = []
        for trial in best:
            values.append(trial[0][name])
        kind = space[name][0]
        if kind == "choice":
            options = []
            for option in space[name][1]:
                if option in values and option not in options:
                    options.append(option)
            new_space[name] = (kind, options)
        else:
            smallest = values[0]
            largest = values[0]
            for value in values:
                if value < smallest:
                    smallest = value
                if value > largest:
                    largest = value
            new_space[name] = (kind, smallest, largest)
    return new_space


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = []
    for point in random_points(space, n_coarse, seed):
        score = objective(point)
        trials.append((point, score))
    box = zoom(space, trials, k, maximise)
    for point in random_points(box, n_fine, seed + 1):
        score = objective(point)
        trials.append((point, score))
    best = trials[best_trial(trials, maximise)]
    return best, trials
