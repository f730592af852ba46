# exercise: forward_propagation_with_dropout
import numpy as np


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = len(parameters) // 2
    A = X
    caches = []
    for l in range(1, L):
        A_prev = A
        Z = parameters["W" + str(l)] @ A_prev + parameters["b" + str(l)]
        A, D = dropout_forward(np.maximum(0, Z), keep_prob, seed)  # WRONG: all layers get the same seed, so layers of one width drop the same units; use seed + l.
        caches.append((A_prev, Z, D, A))
    Z = parameters["W" + str(L)] @ A + parameters["b" + str(L)]
    AL = 1 / (1 + np.exp(-Z))
    caches.append((A, Z, None, AL))
    return AL, caches
