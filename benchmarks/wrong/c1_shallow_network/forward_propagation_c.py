# exercise: forward_propagation
import numpy as np


def forward_propagation(X, parameters, activation="tanh"):
    def g(z):
        if activation == "tanh":
            return np.tanh(z)
        if activation == "relu":
            return np.maximum(z, 0)
        raise ValueError("unknown activation")

    cache = {}
    A = X
    for i in ("1", "2"):
        Z = np.dot(parameters["W" + i], A) + parameters["b" + i]
        A = g(Z)  # WRONG: the hidden activation is used for both layers; the output layer must be a sigmoid always.
        cache["Z" + i] = Z
        cache["A" + i] = A
    return A, cache
