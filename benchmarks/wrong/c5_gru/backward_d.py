# exercise: gru_backward
import numpy as np


def gru_backward(dc, caches):
    cells, x = caches
    T = dc.shape[2]
    dx = np.zeros(x.shape)
    keys = ("dWr", "dbr", "dWu", "dbu", "dWc", "dbc")
    acc = dict.fromkeys(keys, 0.0)
    flow = np.zeros(dc.shape[:2])
    for t in range(T)[::-1]:
        _, _, r, u, _, _ = cells[t]
        grads = gru_cell_backward(dc[:, :, t] + flow, cells[t])
        dx[:, :, t] = grads["dxt"]
        for k in keys:
            acc[k] = acc[k] + grads[k]
        flow = (dc[:, :, t] + flow) * (1 - u)  # WRONG: hands back only what goes through the kept state, 1 - u; the step before needs the whole dc_prev, with the candidate and both gates.
    acc["dx"], acc["dc0"] = dx, flow
    return acc
