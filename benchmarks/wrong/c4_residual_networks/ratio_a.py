# exercise: degradation_ratio
import numpy as np


def degradation_ratio(norms):
    if norms[-1] == 0:
        raise ValueError("last norm is 0")
    L = len(norms)  # WRONG: L + 1 norms belong to L layers, so L = len(norms) - 1.
    if norms[0] == 0:
        return 0.0
    return (norms[0] / norms[-1]) ** (1 / L)
