# expect: died
# over: reference
# check: propagate_by_hand
# a worker dies at the last call of each check, and leaves what it said before
import os

import numpy as np

BIG = np.ones(500_000)
_CALLS = []


def propagate(w, b, X, Y):
    _CALLS.append(1)
    if len(_CALLS) > 12 or X.shape[1] == 3:
        os._exit(1)
    return {"dw": BIG, "db": 0.0}, 1.0


def sigmoid(z):
    return BIG
