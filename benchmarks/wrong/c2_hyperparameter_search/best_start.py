# exercise: best_trial
import numpy as np


def best_trial(trials, maximise=False):
    where = -1
    if maximise:
        best = 0.0  # WRONG: negative scores never beat this start; it must be minus infinity (or the first score).
    else:
        best = np.inf
    for i, (point, score) in enumerate(trials):
        if np.isnan(score):
            continue
        if maximise:
            better = score >= best  # WRONG: of equal scores the first wins, so the comparison must be strict.
        else:
            better = score < best
        if better:
            best = score
            where = i
    if where == -1:
        raise ValueError("nothing to choose from")
    return where
