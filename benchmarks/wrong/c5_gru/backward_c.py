# exercise: gru_backward
import numpy as np


def gru_backward(dc, caches):
    cells, x = caches
    n_a, m, T = dc.shape
    n_x = x.shape[0]
    res = {"dx": np.zeros((n_x, m, T))}
    for g in "ruc":
        res["dW" + g] = np.zeros((n_a, n_a + n_x))
        res["db" + g] = np.zeros((n_a, 1))
    for t in range(T - 1, -1, -1):
        step = gru_cell_backward(dc[:, :, t], cells[t])
        res["dx"][:, :, t] = step["dxt"]
        for g in "ruc":
            res["dW" + g] += step["dW" + g]
            res["db" + g] += step["db" + g]
        if t > 0:
            # what comes from later goes on top of what comes from outside
            dc[:, :, t - 1] += step["dc_prev"]  # WRONG: writes into the array dc that was passed in; it belongs to the caller, so a copy is needed.
        else:
            res["dc0"] = step["dc_prev"]
    return res
