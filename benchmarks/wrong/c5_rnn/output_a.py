# exercise: output_cost_and_grads
import numpy as np


def output_cost_and_grads(y_pred, y, a, parameters):
    n_y, m, T = y.shape
    safe = np.where(y_pred > 0, y_pred, 1e-100)
    cost = float(-(y * np.log(safe)).sum() / (m * T))

    dz = (y_pred - y) / m  # WRONG: the cost is a mean over examples and steps, so the derivative must be divided by m*T; the T is forgotten.

    da = np.zeros(a.shape)
    dWya = np.zeros(parameters["Wya"].shape)
    dby = np.zeros(parameters["by"].shape)
    for t in range(T):
        da[:, :, t] = parameters["Wya"].T @ dz[:, :, t]
        dWya += dz[:, :, t] @ a[:, :, t].T
        dby += dz[:, :, t].sum(axis=1, keepdims=True)
    return cost, da, {"dWya": dWya, "dby": dby}
