# exercise: zero_pad
import numpy as np


def zero_pad(X, pad):
    m, H, W, C = X.shape
    X_pad = np.zeros((m, H + 2 * pad, W + 2 * pad, C))
    X_pad[:, pad:-pad, pad:-pad, :] = X  # WRONG: with pad = 0 the slice 0:-0 is empty and the assignment fails; use pad:pad+H and pad:pad+W.
    return X_pad
