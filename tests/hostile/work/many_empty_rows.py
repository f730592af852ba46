# expect: failed protocol
# over: reference
# arrays without an entry, and with a million rows each
import numpy as np

EMPTY = [np.empty((1_000_000, 0)) for _ in range(90_000)]


def sigmoid(z):
    return EMPTY
