import numpy as np


def random_points(space, n, seed):
    rng = np.random.default_rng(seed)
    points = []
    for _ in range(n):
        point = {}
        for name, (kind, *limits) in space.items():
            own = int(rng.integers(1000))
            if kind == "log":
                point[name] = sample_log_uniform(*limits, 1, own)[0]  # noqa: F821
            elif kind == "linear":
                point[name] = np.random.default_rng(own).uniform(*limits)
            elif kind == "beta":
                point[name] = sample_beta(*limits, 1, own)[0]  # noqa: F821
            elif kind == "int":
                point[name] = sample_integers(*limits, 1, own)[0]  # noqa: F821
            elif kind == "choice":
                place = sample_integers(0, len(limits[0]) - 1, 1, own)[0]  # noqa: F821
                point[name] = limits[0][place]
            else:
                raise ValueError(kind)
        points.append(point)
    return points
