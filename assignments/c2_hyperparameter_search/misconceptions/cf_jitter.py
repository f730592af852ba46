def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = [(p, objective(p)) for p in random_points(space, n_coarse, seed)]  # noqa: F821
    box = zoom(space, trials, k, maximise)  # noqa: F821
    inner = {}
    for name, (kind, *limits) in box.items():
        inner[name] = kind, *limits
        if kind in ("log", "linear", "beta"):
            low, high = limits
            inner[name] = kind, low + 0.4 * (high - low), low + 0.6 * (high - low)
    trials += [(p, objective(p)) for p in random_points(inner, n_fine, seed + 1)]  # noqa: F821
    return trials[best_trial(trials, maximise)], trials  # noqa: F821
