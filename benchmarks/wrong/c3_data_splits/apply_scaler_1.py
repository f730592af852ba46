# exercise: apply_scaler
import numpy as np


def apply_scaler(X, mu, sigma):
    out = np.asarray(X, dtype=np.float64)  # WRONG: asarray doesn't copy an array that is float64 already, so the two lines below overwrite the X that was given; use np.array(X, dtype=float).
    out -= mu
    out /= sigma
    return out
