"""Counts the pairs of equal units."""

import numpy as np


def count_distinct_units(parameters, tol=1e-8):
    units = np.hstack([parameters["W1"], parameters["b1"], parameters["W2"].T])
    equal = 0
    for i, unit in enumerate(units):
        equal += sum(bool(np.all(np.abs(unit - other) <= tol)) for other in units[:i])
    return equal
