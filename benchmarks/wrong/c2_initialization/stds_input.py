# exercise: activation_stds
import numpy as np


def activation_stds(parameters, X, activation):
    if activation not in ["relu", "tanh", "linear"]:
        raise ValueError("activation must be relu, tanh or linear")
    current = X
    result = []
    l = 1
    while "W" + str(l) in parameters:
        W = parameters["W" + str(l)]
        b = parameters["b" + str(l)]
        Z = np.matmul(W, current) + b
        if activation == "relu":
            A = np.maximum(0, Z)
        elif activation == "tanh":
            A = np.tanh(Z)
        else:
            A = Z
        result.append(np.std(A))
        current = Z  # WRONG: the next layer must read the activations A, not Z.
        l += 1
    return result
