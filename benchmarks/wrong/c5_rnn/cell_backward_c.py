# exercise: rnn_cell_backward
import numpy as np


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, par = cache
    # like a layer of the deep network: dW = dZ A_prev^T, db = sum dZ, dA_prev = W^T dZ
    dz = da_next.copy()  # WRONG: da_next is the derivative in the state, behind the tanh; the slope 1 - a_next**2 must be multiplied in here before anything else.
    dWaa = np.matmul(dz, a_prev.T)
    dWax = np.matmul(dz, xt.T)
    dba = np.sum(dz, axis=1, keepdims=True)
    dxt = np.matmul(par["Wax"].T, dz)
    da_prev = np.matmul(par["Waa"].T, dz) * (1 - a_prev * a_prev)  # WRONG: da_prev is the derivative in a_prev itself; the slope of the step before is not this step's business (and a0 has no tanh at all).
    return dict(dxt=dxt, da_prev=da_prev, dWax=dWax, dWaa=dWaa, dba=dba)
