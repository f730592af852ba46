# exercise: zoom
import numpy as np


def zoom(space, trials, k, maximise=False):
    good = []
    for t in trials:
        if not np.isnan(t[1]):
            good.append(t)
    if good == []:
        raise ValueError("no trial has a score")
    good = sorted(good, key=lambda t: t[1])
    if maximise:
        good = good[::-1]
    best = good[:k]
    new_space = {}
    for name in space:
        kind = space[name][0]
        values = [point[name] for point, score in best]
        if kind == "choice":
            kept = []
            for v in values:  # WRONG: this lists the options in the order of the trials; they must stay in the order of the old list.
                if v not in kept:
                    kept.append(v)
            new_space[name] = (kind, kept)
        else:
            new_space[name] = (kind, values[0], values[-1])  # WRONG: the values are sorted by score and not by size; the limits are min(values) and max(values).
    return new_space
