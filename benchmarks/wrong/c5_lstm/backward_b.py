# exercise: lstm_backward
import numpy as np


def lstm_backward(da, caches):
    cells, x = caches
    T = len(cells)
    n_a, m = da.shape[0], da.shape[1]
    names = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
    sums = {}
    dx = np.zeros(x.shape)
    da_later = np.zeros((n_a, m))
    dc_later = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_later, dc_later, cells[t])
        da_later = step["da_prev"]
        dc_later = dc_later + step["dc_prev"]  # WRONG: dc_prev holds all that came later already and has to be replaced; here it is added up over the steps.
        dx[:, :, t] = step["dxt"]
        for n in names:
            if n not in sums:
                sums[n] = step[n]
            else:
                sums[n] = sums[n] + step[n]
    sums["dx"] = dx
    sums["da0"] = da[:, :, 0] + da_later  # WRONG: da0 is what the first step hands back as da_prev; da[:, :, 0] belongs to the state after that step and was used there.
    return sums
