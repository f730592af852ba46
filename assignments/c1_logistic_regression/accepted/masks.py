# No clipping: warnings are switched off around log(0), and the terms that count are picked out.

import numpy as np


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))


def compute_cost(A, Y):
    with np.errstate(divide="ignore"):
        right, wrong = np.log(A), np.log(1 - A)
    terms = np.concatenate([right[Y == 1], wrong[Y == 0]])
    return -np.maximum(terms, -100.0).mean()


def predict(w, b, X):
    labels = np.zeros((1, X.shape[1]), dtype=bool)
    labels[sigmoid(w.T @ X + b) > 0.5] = True
    return labels
