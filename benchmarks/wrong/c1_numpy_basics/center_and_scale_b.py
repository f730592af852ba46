# exercise: center_and_scale
import numpy as np


def center_and_scale(X):
    same = X.max(axis=1, keepdims=True) == X.min(axis=1, keepdims=True)
    mean = X.mean(axis=1, keepdims=True)
    X -= mean  # WRONG: -= writes into the caller's X; a new array is asked for.
    sigma = np.sqrt((X ** 2).mean(axis=1, keepdims=True))
    return np.where(same, 0.0, X / (sigma + 1e-9))
