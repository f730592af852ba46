# exercise: last_step_cost_and_grads
import numpy as np


def last_step_cost_and_grads(x, y, parameters):
    m, T = x.shape[1], x.shape[2]
    Wy = parameters["Wy"]
    a0 = np.zeros((Wy.shape[1], m))
    a, y_pred, c, caches = lstm_forward(x, a0, parameters)
    J = -(y * np.log(y_pred[:, :, -1])).sum() / m
    da = np.zeros(a.shape)
    dWy = np.zeros(Wy.shape)
    dby = np.zeros(parameters["by"].shape)
    for t in range(T):  # WRONG: every step gets an error against y, although only the last prediction is in the cost; da must be 0 at all other steps, and dWy and dby come from the last step alone.
        dz = (y_pred[:, :, t] - y) / m
        da[:, :, t] = Wy.T @ dz
        dWy = dWy + dz @ a[:, :, t].T
        dby = dby + dz.sum(axis=1, keepdims=True)
    grads = dict(lstm_backward(da, caches))
    grads.update(dWy=dWy, dby=dby)
    return float(J), grads
