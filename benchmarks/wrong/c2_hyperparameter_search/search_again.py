# exercise: coarse_to_fine


def coarse_to_fine(objective, space, n_coarse, n_fine, k, seed, maximise=False):
    trials = [(point, objective(point)) for point in random_points(space, n_coarse, seed)]
    box = zoom(space, trials, k, maximise)
    trials += [(point, objective(point)) for point in random_points(box, n_fine, seed)]  # WRONG: the fine points are drawn with the same seed and repeat the pattern of the coarse ones; take another one, such as seed + 1.
    i = best_trial(trials, maximise)
    winner = trials[i][0]
    return (winner, objective(winner)), trials  # WRONG: the objective is called once more for the best point; its score is in trials already.
