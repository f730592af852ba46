# exercise: replace_head
import numpy as np


def replace_head(parameters, n_out, seed):
    rng = np.random.default_rng(seed)
    L = len(parameters) // 2
    fresh = {}
    for l in range(1, L + 1):
        W = parameters["W%d" % l]
        b = parameters["b%d" % l]
        if l == L:
            fan_in = W.shape[0]  # WRONG: the number of inputs of the head is W.shape[1]; shape[0] is the number of the old outputs.
            W = rng.standard_normal((n_out, fan_in)) * np.sqrt(1 / fan_in)
            b = np.zeros((n_out, 1))
        fresh["W%d" % l] = W.copy()
        fresh["b%d" % l] = b.copy()
    return fresh
