# exercise: random_points
import numpy as np


def random_points(space, n, seed):
    generator = np.random.default_rng(seed)
    result = [dict() for _ in range(n)]
    for name, rule in space.items():
        s = int(generator.integers(2**32))
        if rule[0] == "log":
            vals = sample_log_uniform(rule[1], rule[2], n, s)
            vals = [float(v) for v in vals]
        elif rule[0] == "beta":
            vals = sample_beta(rule[1], rule[2], n, s)
            vals = [float(v) for v in vals]
        elif rule[0] == "int":
            vals = [int(v) for v in sample_integers(rule[1], rule[2], n, s)]
        elif rule[0] == "linear":
            vals = [float(rule[1] + (rule[2] - rule[1]) * generator.random()) for _ in range(n)]
        elif rule[0] == "choice":
            vals = list(generator.choice(rule[1], n))  # WRONG: NumPy makes an array of the options, so mixed ones turn into strings and lists into a matrix; draw the index instead.
        else:
            raise ValueError(rule[0])
        for i in range(n):
            result[i][name] = vals[i]
    return result
