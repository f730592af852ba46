# exercise: lstm_forward
import numpy as np


def lstm_forward(x, a0, parameters):
    n_x, m, T = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wy"].shape[0]
    a = np.zeros((n_a, m, T))
    c = np.zeros((n_a, m, T))
    y = np.zeros((n_y, m, T))
    caches = []
    a_prev = a0
    for t in range(T):
        c_prev = np.zeros((n_a, m))  # WRONG: the cell is set to 0 at the beginning of every step instead of once before the loop, so that nothing is remembered in it.
        a_prev, c_prev, yt, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        a[:, :, t] = a_prev
        c[:, :, t] = c_prev
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)
