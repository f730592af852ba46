# exercise: multitask_gradient
import numpy as np


def multitask_gradient(Yhat, Y):
    tasks, m = Yhat.shape
    dZ = np.zeros((tasks, m))
    for k in range(tasks):
        for i in range(m):
            if not np.isnan(Y[k, i]):
                slope = Yhat[k, i] * (1 - Yhat[k, i])  # derivative of sigmoid
                dZ[k, i] = (Yhat[k, i] - Y[k, i]) * slope / m  # WRONG: Yhat - Y is the derivative in Z already, the slope of the sigmoid has cancelled against that of the log; it must not be multiplied on again.
    return dZ
