# exercise: rnn_backward
import numpy as np


def rnn_backward(da, caches):
    cells, x = caches
    T = x.shape[2]
    back = np.zeros(da[:, :, 0].shape)
    dWax, dWaa, dba = 0, 0, 0
    dx_list = []
    for i, cell in enumerate(cells[::-1]):
        incoming = da[:, :, i] + back  # WRONG: the cells are gone through from the last to the first, but da is read from the first on; it should be da[:, :, T - 1 - i].
        g = rnn_cell_backward(incoming, cell)
        back = g["da_prev"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
        dx_list.insert(0, g["dxt"])  # so that the first step stands first again
    dx = np.stack(dx_list, axis=2)
    assert dx.shape[2] == T
    return {"dx": dx, "da0": back, "dWax": dWax, "dWaa": dWaa, "dba": dba}
