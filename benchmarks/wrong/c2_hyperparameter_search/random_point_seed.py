# exercise: random_points
import numpy as np


def one_point(space, seed):
    r = np.random.RandomState(seed)
    p = {}
    for name, spec in space.items():
        kind = spec[0]
        if kind == "choice":
            p[name] = spec[1][r.randint(len(spec[1]))]
            continue
        low, high = spec[1], spec[2]
        if kind == "log":
            p[name] = float(np.exp(r.uniform(np.log(low), np.log(high))))
        elif kind == "linear":
            p[name] = float(r.uniform(low, high))
        elif kind == "beta":
            p[name] = float(1 - r.uniform(1 - high, 1 - low))  # WRONG: the logarithm of 1 - beta must be uniform, here 1 - beta is uniform itself.
        elif kind == "int":
            p[name] = int(r.randint(low, high + 1))
        else:
            raise ValueError("kind?")
    return p


def random_points(space, n, seed):
    return [one_point(space, seed + i) for i in range(n)]  # WRONG: with seed + i for point i the next seed gives the same points, moved by one; one generator must run on through all points.
