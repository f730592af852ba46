# exercise: lstm_backward
import numpy as np


def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, cells[t])
        da_prev = g["da_prev"]  # WRONG: only da_prev is handed on to the step before; dc_prev = g["dc_prev"] is missing, so the way through the cell stays 0.
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]
        dWi += g["dWi"]
        dWc += g["dWc"]
        dWo += g["dWo"]
        dbf += g["dbf"]
        dbi += g["dbi"]
        dbc += g["dbc"]
        dbo += g["dbo"]
    return {"dx": dx, "da0": da_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
