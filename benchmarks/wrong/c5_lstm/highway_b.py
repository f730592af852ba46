# exercise: cell_highway
import numpy as np


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    highway = np.zeros((n_a, m, T + 1))
    for t in range(T + 1):
        prod = np.ones((n_a, m))
        for s in range(t + 1, T):  # WRONG: the product begins one gate too late; gate t itself belongs to it, so the range has to start at t.
            prod = prod * forget_gates[:, :, s]
        highway[:, :, t] = prod
    return highway
