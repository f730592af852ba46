# exercise: coarse_to_fine


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = []
    points = random_points(space, n_coarse, seed)
    for pt in points:
        score = objective(pt)
        trials.append((pt, score))
    region = zoom(space, trials, k)  # WRONG: maximise is not handed on, so the box is always that of the smallest scores.
    points = random_points(region, n_fine, seed + 1)
    for pt in points:
        score = objective(pt)
        trials.append((pt, score))
    best = trials[best_trial(trials, maximise)]
    return best, trials
