# exercise: gru_backward
import numpy as np


def gru_backward(dc, caches):
    cells, x = caches
    T = x.shape[2]
    later = np.zeros(dc[:, :, 0].shape)
    dx = [None] * T
    dWr = dWu = dWc = 0
    dbr = dbu = dbc = 0
    for t in range(T - 1, -1, -1):
        g = gru_cell_backward(dc[:, :, t] + later, cells[t])
        later = dc[:, :, t] + g["dc_prev"]  # WRONG: adds dc of this step a second time to what is handed back; g["dc_prev"] alone goes to the step before.
        dx[t] = g["dxt"]
        dWr = dWr + g["dWr"]
        dWu = dWu + g["dWu"]
        dWc = dWc + g["dWc"]
        dbr = dbr + g["dbr"]
        dbu = dbr + g["dbu"]  # WRONG: wrong variable: adds up onto dbr, so dbu loses the parts of the later steps.
        dbc = dbc + g["dbc"]
    return {"dx": np.stack(dx, axis=2), "dc0": later, "dWr": dWr, "dbr": dbr,
            "dWu": dWu, "dbu": dbu, "dWc": dWc, "dbc": dbc}
