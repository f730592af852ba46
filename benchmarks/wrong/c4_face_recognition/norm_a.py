# exercise: l2_normalize
import numpy as np


def l2_normalize(E, eps=1e-12):
    lengths = np.sqrt(np.sum(E ** 2, axis=1, keepdims=True))
    return E / (lengths + eps)  # WRONG: each row is divided by max(norm, eps), not by norm + eps; with eps = 10 or rows about as short as eps this is something else.
