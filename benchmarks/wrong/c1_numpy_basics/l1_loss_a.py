# exercise: l1_loss
import numpy as np


def l1_loss(yhat, y):
    yhat = np.array(yhat, dtype=float)
    y = np.array(y, dtype=float)
    if len(yhat) != len(y):  # WRONG: len compares only the first axis; the whole shapes must be equal ((3, 1) against (3,) slips through).
        raise ValueError("different shapes")
    return np.abs(np.sum(y - yhat))  # WRONG: the absolute value is taken after summing, so differences of opposite sign cancel.
