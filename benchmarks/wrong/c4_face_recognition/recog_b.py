# exercise: recognise
import numpy as np


def recognise(embedding, database, threshold):
    best_name = None
    best = float("inf")
    for name in database:
        ref = database[name]
        if ref.ndim == 1:
            ref = ref.reshape(1, -1)
        for r in ref:
            d = float(((embedding - r) ** 2).sum())
            if d < best and d <= threshold:  # WRONG: only distances within the threshold are remembered; the distance returned must be that of the nearest also where nobody is recognised.
                best = d
                best_name = name
    return best_name, best
