# exercise: siamese_probability
import numpy as np


def siamese_probability(e1, e2, w, b):
    diff = (e1 - e2) ** 2  # WRONG: the formula has the absolute difference, not its square.
    z = diff.dot(w) + b
    return 1 / (1 + np.exp(-z))  # WRONG: exp(-z) overflows (and warns) for scores below about -709, and scores of -800 occur.
