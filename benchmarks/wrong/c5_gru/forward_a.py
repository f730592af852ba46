# exercise: gru_forward
import numpy as np


def gru_forward(x, c0, parameters):
    n_x, m, T = x.shape
    n_a = c0.shape[0]
    c = np.zeros((n_a, m, T))
    caches = []
    c_prev = c0
    for t in range(T):
        c_next, cache = gru_cell_forward(x[:, :, t], c_prev, parameters)  # WRONG: c_prev is never moved on to c_next, so each step reads c0 again and not the state that the step before left.
        c[:, :, t] = c_next
        caches.append(cache)
    return c, (caches, x)
