# exercise: extract_features
import numpy as np


def extract_features(X, parameters, n_layers):
    if n_layers == 0:
        return X  # WRONG: with 0 layers a copy is asked for, an array of its own; this is X itself.
    A = X
    for l in range(1, n_layers + 1):
        W = parameters["W" + str(l)]
        b = parameters["b" + str(l)]
        Z = np.dot(W, A) + b
        if l < n_layers:  # WRONG: all these layers are hidden ones and have a relu, the n_layers-th as well; only the head has none, and it takes no part.
            A = np.where(Z > 0, Z, 0.0)
        else:
            A = Z
    return A
