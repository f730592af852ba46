# exercise: multitask_loss
import numpy as np


def multitask_loss(Yhat, Y):
    known = ~np.isnan(Y)
    m = np.sum(known.any(axis=0))  # WRONG: an image without any label counts in m too, so m is Y.shape[1].
    if m == 0:
        return 0.0
    eps = 1e-9
    safe = np.clip(Yhat, eps, 1 - eps)
    J = 0.0
    for k in range(Y.shape[0]):
        y, p = Y[k, known[k]], safe[k, known[k]]
        J = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))  # WRONG: J is overwritten by each task, so only the last one counts; it must be J -= np.sum(...).
    return float(J / m)
