# exercise: random_points
import numpy as np


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    points = []
    for _ in range(n):
        point = {}
        for name in space:
            kind = space[name][0]
            new_seed = int(rng.integers(2**32))
            if kind == "log":
                point[name] = float(sample_log_uniform(space[name][1], space[name][2], 1, new_seed)[0])
            elif kind == "beta":
                point[name] = float(sample_beta(space[name][1], space[name][2], 1, new_seed)[0])
            elif kind == "int":
                point[name] = sample_integers(space[name][1], space[name][2], 1, new_seed)  # WRONG: this is an array with one entry; a plain whole number is asked for.
            elif kind == "linear":
                point[name] = float(rng.uniform(space[name][1], space[name][2]))
            else:  # WRONG: any other kind is taken for "choice"; an unknown kind must raise ValueError.
                options = space[name][1]
                point[name] = options[int(rng.integers(len(options)))]
        points.append(point)
    return points
