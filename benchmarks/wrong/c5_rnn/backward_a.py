# exercise: rnn_backward
import numpy as np


def rnn_backward(da, caches):
    cells, x = caches
    n_x, m, T = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, cells[t])
        dx[:, :, t] = gradients["dxt"]
        dWax += gradients["dWax"]
        dWaa += gradients["dWaa"]
        dba += gradients["dba"]
        da_prevt += gradients["da_prev"]  # WRONG: da_prev must be replaced at each step back; it holds all later steps already, and adding counts them twice.
    return {"dx": dx, "da0": da_prevt, "dWax": dWax, "dWaa": dWaa, "dba": dba}
