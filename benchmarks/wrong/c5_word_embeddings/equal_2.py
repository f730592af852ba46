# exercise: equalize
import numpy as np


def equalize(e1, e2, g):
    nu = neutralize((e1 + e2) / 2, g)
    r = np.sqrt(1 - nu @ nu)  # WRONG: rounding may make nu·nu a little larger than 1, and then this is NaN with a warning; it needs a maximum with 0
    plus = nu + r * g  # WRONG: g has any length and must be divided by its length first (also in the next line)
    minus = nu - r * g
    if np.dot(e2, g) > np.dot(e1, g):
        n1, n2 = minus, plus
    else:
        n1, n2 = plus, minus
    return n1, n2
