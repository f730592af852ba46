# exercise: activation_stds
import numpy as np


def activation_stds(parameters, X, activation):
    if activation not in ("relu", "tanh", "linear"):
        raise ValueError(activation)
    stds = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        Z = parameters["W" + str(l)] @ A + parameters["b" + str(l)]
        if activation == "relu":
            A = np.maximum(Z, 0)
        elif activation == "tanh":
            A = np.tanh(Z)
        else:
            A = Z
        stds.append(np.mean(np.std(A, axis=1)))  # WRONG: this is the mean of the units' own deviations; the deviation of all entries of A together is asked for.
    return stds
