# exercise: initialize
import numpy as np


def initialize(n_x):
    w = np.zeros(n_x)  # WRONG: this has the shape (n_x,); a column needs (n_x, 1).
    b = 0.0
    return w, b
