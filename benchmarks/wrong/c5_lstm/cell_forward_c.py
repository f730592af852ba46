# exercise: lstm_cell_forward
import numpy as np
from seqhelp import softmax


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    P = parameters
    stack = np.concatenate((a_prev, xt), axis=0)
    # gates
    zf = P["Wf"].dot(stack) + P["bf"]
    zi = P["Wi"].dot(stack) + P["bi"]
    zc = P["Wc"].dot(stack) + P["bc"]
    zo = P["Wo"].dot(stack) + P["bo"]
    ft, it, ot = sigmoid(zf), sigmoid(zi), sigmoid(zo)
    cct = np.tanh(zc)
    # cell
    c_next = ft * c_prev + (1 - ft) * cct  # WRONG: the candidate is written with 1 - f; it has an input gate of its own, it, which is not used here.
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(P["Wy"].dot(a_next) + P["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, P)
