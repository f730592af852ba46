# exercise: lstm_backward
import numpy as np


def lstm_backward(da, caches):
    cell_caches, x = caches
    T = x.shape[2]
    da_p = np.zeros(da.shape[:2])
    dc_p = np.zeros(da.shape[:2])
    dx = np.zeros_like(x)
    for t in list(range(T))[::-1]:
        out = {}  # WRONG: the dict of sums is emptied at every step, so only the derivatives of the first step (the last one visited) remain; it belongs before the loop.
        back = lstm_cell_backward(da[:, :, t] + da_p, dc_p, cell_caches[t])
        da_p, dc_p = back["da_prev"], back["dc_prev"]
        dx[:, :, t] = back["dxt"]
        for gate in ["f", "i", "c", "o"]:
            for kind in ["dW", "db"]:
                key = kind + gate
                out[key] = out.get(key, 0) + back[key]
    out["dx"] = dx
    out["da0"] = da_p
    return out
