"""Weights and biases are taken in the order of the dict."""

import numpy as np


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    weights = [value for name, value in parameters.items() if name[0] == "W"]
    biases = [value for name, value in parameters.items() if name[0] == "b"]
    L = len(weights)
    A, caches = X, []
    for layer in range(1, L + 1):
        A_prev, D = A, None
        Z = weights[layer - 1] @ A_prev + biases[layer - 1]
        if layer < L:
            A, D = dropout_forward(np.maximum(0.0, Z), keep_prob, seed + layer)  # noqa: F821
        else:
            A = (1.0 + np.tanh(Z / 2)) / 2
        caches.append((A_prev, Z, D, A))
    return A, caches
