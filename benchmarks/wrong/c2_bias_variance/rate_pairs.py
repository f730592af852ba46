# exercise: error_rate
import numpy as np


def error_rate(y, y_hat):
    y = np.array(y)
    y_hat = np.array(y_hat)
    return float(np.mean(y != y_hat))  # WRONG: both must be flattened first; a row and a column are broadcast and all pairs are compared.
