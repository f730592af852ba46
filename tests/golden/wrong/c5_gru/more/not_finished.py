# expect: gru_cell_backward, gru_backward loses
"""The ways back are still to be written."""

import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    Wr, br = parameters["Wr"], parameters["br"]
    Wu, bu = parameters["Wu"], parameters["bu"]
    Wc, bc = parameters["Wc"], parameters["bc"]

    concat = np.concatenate((c_prev, xt), axis=0)
    r = sigmoid(np.dot(Wr, concat) + br)
    u = sigmoid(np.dot(Wu, concat) + bu)
    concat_reset = np.concatenate((r * c_prev, xt), axis=0)
    cand = np.tanh(np.dot(Wc, concat_reset) + bc)
    c_next = u * cand + (1 - u) * c_prev

    cache = (c_prev, xt, r, u, cand, parameters)
    return c_next, cache


def gru_forward(x, c0, parameters):
    n_x, m, T = x.shape
    n_a = c0.shape[0]
    caches = []
    c = np.zeros((n_a, m, T))
    c_next = c0
    for t in range(T):
        xt = x[:, :, t]
        c_next, cache = gru_cell_forward(xt, c_next, parameters)
        c[:, :, t] = c_next
        caches.append(cache)
    return c, (caches, x)


def gru_cell_backward(dc_next, cache):
    raise NotImplementedError


def gru_backward(dc, caches):
    pass


def recurrent_parameter_count(kind, n_x, n_a):
    one = n_a * (n_a + n_x) + n_a
    if kind == "rnn":
        return one
    elif kind == "gru":
        return 3 * one
    elif kind == "lstm":
        return 4 * one
    else:
        raise ValueError("unknown kind of cell: " + kind)
