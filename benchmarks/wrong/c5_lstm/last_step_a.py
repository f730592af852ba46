# exercise: last_step_cost_and_grads
import numpy as np


def last_step_cost_and_grads(x, y, parameters):
    n_x, m, T = x.shape
    n_a = parameters["Wy"].shape[1]
    a, y_hat, c, caches = lstm_forward(x, np.zeros((n_a, m)), parameters)

    last = y_hat[:, :, T - 1]
    cost = -np.sum(np.log(np.sum(last * y, axis=0))) / m
    dz = (last - y) / m

    da = np.zeros((n_a, m, T))
    da[:, :, T - 1] = np.dot(parameters["Wy"].T, dz)
    grads = lstm_backward(da, caches)
    grads["dWy"] = np.dot(dz, c[:, :, T - 1].T)  # WRONG: Wy saw the last state a, not the cell c.
    grads["dby"] = np.sum(dz, axis=1, keepdims=True) / m  # WRONG: 1/m is in dz already; here it is divided by m a second time.
    return cost, grads
