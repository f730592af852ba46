# exercise: neutralize
import numpy as np


def neutralize(e, g):
    factor = (e @ g) / (g @ g)
    out = e  # WRONG: this is no copy, so the loop below changes the argument e itself
    for i in range(e.shape[0]):
        out[i] = out[i] - factor * g[i]
    return out
