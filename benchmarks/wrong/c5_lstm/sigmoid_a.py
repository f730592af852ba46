# exercise: sigmoid
import numpy as np


def sigmoid(z):
    # two formulas, each for the side where it does not overflow
    z = np.asarray(z)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))  # WRONG: np.where computes both formulas for every entry, so exp overflows (and inf/inf arises) with a warning for large z of either sign.
