# exercise: equalize
import numpy as np


def equalize(e1, e2, g):
    mu = 0.5 * (e1 + e2)
    nu = neutralize(mu, g)
    rest = 1.0 - np.sum(nu ** 2)
    if rest < 0:
        rest = 0.0
    r = np.sqrt(rest)
    unit = g / np.sqrt(np.sum(g ** 2))
    part1 = np.dot(e1, g)
    part2 = np.dot(e2, g)
    if abs(part1) >= abs(part2):  # WRONG: the plus goes to the larger part, not to the one that is larger in absolute value
        return nu + r * unit, nu - r * unit
    return nu - r * unit, nu + r * unit
