# exercise: gru_forward
import numpy as np


def gru_forward(x, c0, parameters):
    (n_x, m, T) = x.shape
    c = np.empty((c0.shape[0], m, T))
    cell_list = []
    state = c0
    for t in range(T):
        new_state, cell = gru_cell_forward(x[:, :, t], state, parameters)
        cell_list.append(cell)
        c[:, :, t] = new_state
        np.copyto(state, new_state)  # WRONG: overwrites the array c0 of the caller (which every step's cache holds as its c_prev) instead of letting state be the new array.
    return c, (cell_list, x)
