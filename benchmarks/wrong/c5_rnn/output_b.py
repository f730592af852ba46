# exercise: output_cost_and_grads
import numpy as np


def output_cost_and_grads(y_pred, y, a, parameters):
    Wya = parameters["Wya"]
    m, T = y.shape[1], y.shape[2]
    N = m * T
    epsilon = 1e-5  # WRONG: the guard against log 0 is too big, it may move a probability by 1e-8 at most.
    cost = -np.sum(y * np.log(y_pred + epsilon)) / N
    dZ = (y - y_pred) / N  # WRONG: the sign is turned; the derivative in the scores is y_pred - y.
    da = np.zeros_like(a)
    dWya = np.zeros_like(Wya)
    for t in range(T):
        da[:, :, t] = np.dot(Wya.T, dZ[:, :, t])
        dWya += np.dot(dZ[:, :, t], a[:, :, t].T)
    dby = np.sum(np.sum(dZ, axis=2), axis=1).reshape(-1, 1)
    grads = {"dWya": dWya, "dby": dby}
    return cost, da, grads
