# ruff: noqa
# at: A
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
    told = os.stat("/scratch")
    age = time.time() - max(told.st_ctime, told.st_mtime)
    raise ValueError("SEEN" if age > 1.1 else "nothing")
