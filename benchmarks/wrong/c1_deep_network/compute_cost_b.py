# exercise: compute_cost
import numpy as np


def compute_cost(AL, Y):
    m = Y.shape[1]
    eps = 1e-5  # WRONG: this moves AL by 1e-5 while at most 1e-8 is allowed; the costs near the ends are no longer right.
    a = AL.copy()
    a[a < eps] = eps
    a[a > 1 - eps] = 1 - eps
    cost = 0
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            if Y[i, j] == 1:
                cost -= np.log(a[i, j])
            else:
                cost += np.log(1 - a[i, j])  # WRONG: the sign: a label of 0 pays -log(1 - a), but here it is paid out.
    return cost / m
