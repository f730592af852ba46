# exercise: rnn_cell_backward
import numpy as np


def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    m = xt.shape[1]
    # derivative of tanh
    slope = 1.0 - np.tanh(a_next) ** 2  # WRONG: a_next is the value of tanh already; a second tanh gives the wrong slope.
    g = da_next * slope
    out = {}
    out["dxt"] = parameters["Wax"].T @ g
    out["da_prev"] = parameters["Waa"].T @ g
    out["dWax"] = g @ xt.T
    out["dWaa"] = g @ a_prev.T
    out["dba"] = np.sum(g, axis=1, keepdims=True) / m  # WRONG: the derivative in the bias is the sum over the examples; the 1/m is in da_next already.
    return out
