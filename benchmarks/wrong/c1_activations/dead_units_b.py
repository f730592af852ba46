# exercise: dead_units
import numpy as np


def dead_units(Z):
    off = Z < 0  # WRONG: a unit is off at Z = 0 as well, so the comparison must be <=.
    return np.any(off, axis=1)  # WRONG: a unit is dead only if it is off for every example: np.all, not np.any.
