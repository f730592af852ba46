# exercise: l2_loss
import numpy as np


def l2_loss(yhat, y):
    a, b = np.asarray(yhat, float), np.asarray(y, float)
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} != {b.shape}")
    return np.linalg.norm(b - a)  # WRONG: norm takes the root; L2 here is the sum of squares without a root.
