# exercise: multitask_loss
import numpy as np


def multitask_loss(Yhat, Y):
    tasks, m = Y.shape
    total = 0.0
    for k in range(tasks):
        for i in range(m):
            if np.isnan(Y[k, i]):
                continue
            yh = min(max(Yhat[k, i], 1e-9), 1 - 1e-9)
            if Y[k, i] == 1:
                total += -np.log(yh)
            else:
                total += np.log(1 - yh)  # WRONG: the minus sign is missing, a label 0 pays -log(1 - yhat).
    return float(total / m)
