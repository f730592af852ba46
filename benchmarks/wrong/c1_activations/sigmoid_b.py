# exercise: sigmoid
import numpy as np


def sigmoid(z):
    # clip so that exp does not overflow
    zc = np.clip(z, -20, 20)  # WRONG: clipping at ±20 is too tight: below -20 the curve becomes flat at 2e-9 and the values there are wrong.
    return 1 / (1 + np.exp(-zc))
