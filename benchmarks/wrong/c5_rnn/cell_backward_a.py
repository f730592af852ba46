# exercise: rnn_cell_backward
import numpy as np


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]

    dtanh = 1 - np.square(a_next)
    dz = dtanh * da_next

    dxt = np.dot(Wax.T, dz)
    dWax = np.dot(dz, xt.T)
    da_prev = np.dot(Waa, dz)  # WRONG: Waa must be transposed on the way back; it is square, so the shapes fit all the same.
    dWaa = np.dot(dz, a_prev.T)
    dba = dz.sum(axis=1).reshape(-1, 1)

    grads = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return grads
