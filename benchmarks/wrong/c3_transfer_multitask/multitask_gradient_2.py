# exercise: multitask_gradient
import numpy as np


def multitask_gradient(Yhat, Y):
    m = Y.shape[1]
    missing = Y == np.nan  # WRONG: NaN is unequal to everything, itself included, so this is False everywhere; use np.isnan(Y).
    grad = (Y - Yhat) / m  # WRONG: the sign is turned round, the slope is (Yhat - Y) / m.
    grad = np.where(missing, 0.0, grad)
    return grad
