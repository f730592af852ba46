# exercise: error_rate
import numpy as np


def error_rate(y, y_hat):
    labels = np.array(y).flatten()
    guesses = np.array(y_hat).T.flatten()  # WRONG: the transpose puts the predictions in column order; entries belong together row by row.
    wrong = 0
    for a, b in zip(labels, guesses):
        if a != b:
            wrong += 1
    return wrong / len(labels)
