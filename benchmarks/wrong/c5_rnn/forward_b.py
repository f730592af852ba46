# exercise: rnn_forward
import numpy as np


def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    all_a, all_y, cells = [], [], []
    memory = a0
    for t in range(T):
        new_memory, y_hat, cell = rnn_cell_forward(x[:, :, t], memory, parameters)
        all_a.append(new_memory)
        all_y.append(y_hat)
        cells.append(cell)
        memory[:] = new_memory  # WRONG: writes the new state into the array a0 that was passed in (and that all caches share as their a_prev) instead of going on with a new array.
    return np.stack(all_a, axis=-1), np.stack(all_y, axis=-1), (cells, x)
