# exercise: curvature
import numpy as np


def curvature(w, x, y, loss):
    x, y = np.asarray(x), np.asarray(y)
    a = sigmoid(w * x)
    g = a * (1 - a)
    if loss == "bce":
        d2 = g * x ** 2
    else:  # WRONG: every other name is taken for "mse"; it must raise ValueError.
        # J' = (a - y) g x, so J'' = g^2 x^2
        d2 = g ** 2 * x ** 2  # WRONG: product rule: the slope g depends on w as well, so the term (a - y) g (1 - 2a) x**2 is missing.
    return d2.sum() / len(x)
