# exercise: gru_backward
import numpy as np


def gru_backward(dc, caches):
    cells, x = caches
    n_a, m, T = dc.shape
    dx = np.zeros(x.shape)
    names = ["dWr", "dbr", "dWu", "dbu", "dWc", "dbc"]
    total = {}
    dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        grad = gru_cell_backward(dc[:, :, t] + dc_prev, cells[t])
        dx[:, :, t] = grad["dxt"]
        dc_prev = grad["dc_prev"]
        for n in names:
            total[n] = grad[n]  # WRONG: each step overwrites the derivatives of the later ones; those in the parameters have to be added up over all steps.
    total["dx"] = dx
    total["dc0"] = dc_prev
    return total
