# exercise: neutralize
import numpy as np


def neutralize(e, g):
    # projection of e onto g
    proj = np.dot(e, g) / np.linalg.norm(g) * g  # WRONG: divides by the length of g, but it must be g·g, the length squared
    e_debiased = e - proj
    return e_debiased
