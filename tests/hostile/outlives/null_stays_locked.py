# ruff: noqa
import fcntl
import os

CALLS = []


right = propagate


def propagate(w, b, X, Y):
    CALLS.append(1)
    if len(CALLS) == 2:
        fcntl.flock(0, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return right(w, b, X, Y)


def optimize(*args, **kwargs):
    other = os.open("/dev/null", os.O_RDONLY)
    try:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ValueError("SEEN")
    except OSError:
        pass
    raise ValueError("nothing")
