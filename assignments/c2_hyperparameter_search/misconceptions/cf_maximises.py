def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=True):
    trials = [(p, objective(p)) for p in random_points(space, n_coarse, seed)]  # noqa: F821
    box = zoom(space, trials, k, maximise)  # noqa: F821
    trials += [(p, objective(p)) for p in random_points(box, n_fine, seed + 1)]  # noqa: F821
    return trials[best_trial(trials, maximise)], trials  # noqa: F821
