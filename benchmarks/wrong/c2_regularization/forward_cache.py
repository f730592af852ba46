# exercise: forward_propagation_with_dropout
import numpy as np


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    names = sorted(k for k in parameters if k[0] == "W")  # WRONG: sorted as words W10 comes before W2; the layers must be counted 1 to L.
    caches = []
    A = X
    for number, w in enumerate(names, start=1):
        b = "b" + w[1:]
        Z = parameters[w] @ A + parameters[b]
        if number == len(names):
            new_A = 1 / (1 + np.exp(-Z))
            D = None
        else:
            new_A, D = dropout_forward(np.maximum(Z, 0), keep_prob, seed + number)
        caches.append((new_A, Z, D, new_A))  # WRONG: the first entry must be the input of the layer, A, and not its output; backward multiplies dZ by it.
        A = new_A
    return A, caches
