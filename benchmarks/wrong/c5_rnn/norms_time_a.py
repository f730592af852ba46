# exercise: gradient_norms_through_time
import numpy as np


def gradient_norms_through_time(x, a0, parameters, da_last):
    T = x.shape[2]
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cells = caches[0]

    def length(d):
        return np.sqrt(np.mean(d * d))  # WRONG: the length is the root of the SUM of the squares; this takes their mean.

    d = da_last
    norms = [length(d)]
    for t in reversed(range(T)):
        d = rnn_cell_backward(d, cells[t])["da_prev"]
        norms.append(length(d))
    return np.array(norms)  # WRONG: the list was filled from the last state to a0 and must be turned around, entry 0 belongs to a0.
