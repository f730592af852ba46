# exercise: multitask_gradient
import numpy as np


def multitask_gradient(Yhat, Y):
    dZ = Yhat - Y
    dZ[np.isnan(Y)] = 0
    return dZ  # WRONG: these are the slopes of J itself, so dZ must be divided by the number m of examples here.
