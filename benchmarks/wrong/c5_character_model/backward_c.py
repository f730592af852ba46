# exercise: sequence_backward
import numpy as np


def sequence_backward(X, Y, parameters, cache):
    states, predictions = cache
    g = {}
    for key in parameters:
        g["d" + key] = np.zeros(parameters[key].shape)
    da_prev = 0
    for t in list(range(len(X)))[::-1]:
        a = states[t + 1]
        dscore = predictions[t].copy()
        dscore[Y[t], 0] -= 1.0
        g["dWya"] += dscore * a.reshape(1, -1)
        g["dby"] += dscore
        dz = (parameters["Wya"].T @ dscore + da_prev) * (1 - a ** 2)
        da_prev = parameters["Waa"].T @ dz
        g["dWaa"] += dz * states[t].reshape(1, -1)
        g["dba"] += dz
        # x is one-hot, so only one column of Wax gets something
        g["dWax"][:, X[t] or 0] += dz[:, 0]  # WRONG: None at the first step is turned into token 0, so column 0 gets a derivative although nothing was read.
    return g, states[-1].copy()
