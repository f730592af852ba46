# exercise: rnn_forward
import numpy as np


def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    n_a = a0.shape[0]
    n_y = parameters["by"].shape[0]

    a = np.zeros((n_a, m, T))
    y_pred = np.zeros((n_y, m, T))
    list_of_caches = []
    a_next = a0
    for t in range(T):
        xt = x[:, :, t]
        a_next, yt, c = rnn_cell_forward(xt, a0, parameters)  # WRONG: every step starts from a0 again; it must read a_next, the state that the previous step left.
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt
        list_of_caches.append(c)
    return a, y_pred, (list_of_caches, x)
