# expect: out_of_memory failed
# over: reference
# check: optimize_one_step
# a product of two tables of small whole numbers is no library's work: minutes, in one step
import numpy as np


def propagate(w, b, X, Y):
    return None


def _ask(kind):
    wide = np.ones((2000, 1000), kind)
    return propagate(wide, 0, np.ones((2000, 1000), kind), np.ones((1, 1000), kind))


def optimize(*args, **kwargs):
    return _ask(np.int8)
