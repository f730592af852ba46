# expect: out_of_memory
# over: reference
# check: optimize_step_by_step
# a product of two tables of bytes is no library's work: seconds, at each of many questions
import numpy as np


def propagate(w, b, X, Y):
    return None


def _ask(kind):
    wide = np.ones((900, 900), kind)
    return propagate(wide, 0, np.ones((900, 900), kind), np.ones((1, 900), kind))


def optimize(*args, **kwargs):
    return _ask(np.int8)
