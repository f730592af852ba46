# exercise: compute_cost_with_regularization
import numpy as np


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    n_out, m = Y.shape
    loss = 0.0
    for k in range(n_out):
        for i in range(m):
            if Y[k, i] == 1:
                loss -= np.log(AL[k, i])
            else:
                loss -= 1 - np.log(AL[k, i])  # WRONG: it is the log of 1 - a that is needed, not 1 minus the log of a.
    loss = loss / m
    penalty = l2_penalty(parameters, lambd, n_out)  # WRONG: the penalty must be called with m, the number of examples, not with the number of outputs.
    return loss + penalty
