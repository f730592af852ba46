# exercise: extract_features
import numpy as np


def extract_features(X, parameters, n_layers):
    A = X.copy()
    for l in range(1, n_layers):  # WRONG: the first n_layers layers are 1 ... n_layers, so the range must end at n_layers + 1; the last of them is left out.
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.maximum(0, Z)
    return A
