# exercise: coarse_to_fine


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    coarse = []
    for p in random_points(space, n_coarse, seed):
        coarse.append((p, objective(p)))
    smaller = zoom(space, coarse, k, maximise)
    fine = []
    for p in random_points(smaller, n_fine, seed + 1):
        fine.append((p, objective(p)))
    best = fine[best_trial(fine, maximise)]  # WRONG: the best must be taken of all trials, the coarse ones included.
    return best, coarse + fine
