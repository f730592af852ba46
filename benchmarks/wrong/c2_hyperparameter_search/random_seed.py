# exercise: random_points
import numpy as np


def random_points(space, n, seed):
    columns = {}
    for name, spec in space.items():
        kind = spec[0]
        if kind == "log":
            columns[name] = [float(v) for v in sample_log_uniform(spec[1], spec[2], n, seed)]  # WRONG: every name is drawn with the same seed, so the names are not independent; each needs a seed of its own.
        elif kind == "beta":
            columns[name] = [float(v) for v in sample_beta(spec[1], spec[2], n, seed)]
        elif kind == "int":
            columns[name] = [int(v) for v in sample_integers(spec[1], spec[2], n, seed)]
        elif kind == "linear":
            columns[name] = [float(v) for v in np.random.default_rng(seed).uniform(spec[1], spec[2], n)]
        elif kind == "choice":
            idx = np.random.default_rng(seed).integers(0, len(spec[1]), n)
            columns[name] = [spec[1][i] for i in idx]
        else:
            raise ValueError("unknown kind " + str(kind))
    return [{name: columns[name][i] for name in space} for i in range(n)]
