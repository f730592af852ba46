# ruff: noqa
import os
import time

CALLS = []


right = propagate


def propagate(w, b, X, Y):
    CALLS.append(1)
    if len(CALLS) == 2:
        time.sleep(1.2)
    return right(w, b, X, Y)


def optimize(*args, **kwargs):
    age = time.time() - os.fstat(1).st_ctime
    raise ValueError("SEEN" if age > 1.1 else "nothing")
