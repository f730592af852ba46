# exercise: lstm_forward
import numpy as np


def lstm_forward(x, a0, parameters):
    T = x.shape[-1]
    A, C, Y, cell_caches = [], [], [], []
    a_t = a0
    c_t = a0.copy()  # WRONG: the first cell is 0, not a0; only the state begins with a0.
    for t in range(T):
        a_t, c_t, y_t, cch = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        A.append(a_t)
        C.append(c_t)
        Y.append(y_t)
        cell_caches.append(cch)
    A = np.stack(A, axis=2)
    C = np.stack(C, axis=2)
    Y = np.stack(Y, axis=2)
    return A, C, Y, (cell_caches, x)  # WRONG: the order is a, y, c, caches; here the cells and the predictions are swapped.
