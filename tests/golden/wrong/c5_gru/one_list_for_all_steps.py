# expect: gru_forward loses
"""The cache is one list of the module, which the next step fills anew."""

import numpy as np
from gatehelp import sigmoid


memory = []


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

    memory[:] = [c_prev, xt, r, u, cand, parameters]
    return c_next, memory


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
    (c_prev, xt, r, u, cand, parameters) = cache
    n_a, m = c_prev.shape
    Wr = parameters["Wr"]
    Wu = parameters["Wu"]
    Wc = parameters["Wc"]
    concat = np.concatenate((c_prev, xt), axis=0)
    concat_reset = np.concatenate((r * c_prev, xt), axis=0)

    dcand = dc_next * u
    du = dc_next * (cand - c_prev)
    dzc = dcand * (1 - cand**2)
    dzu = du * u * (1 - u)
    dreset = np.dot(Wc.T, dzc)
    dk = dreset[:n_a, :]
    dr = dk * c_prev
    dzr = dr * r * (1 - r)

    dWr = np.dot(dzr, concat.T)
    dWu = np.dot(dzu, concat.T)
    dWc = np.dot(dzc, concat_reset.T)
    dbr = np.sum(dzr, axis=1, keepdims=True)
    dbu = np.sum(dzu, axis=1, keepdims=True)
    dbc = np.sum(dzc, axis=1, keepdims=True)

    through_r = np.dot(Wr.T, dzr)
    through_u = np.dot(Wu.T, dzu)
    dc_prev = dc_next * (1 - u) + dk * r + through_r[:n_a, :] + through_u[:n_a, :]
    dxt = dreset[n_a:, :] + through_r[n_a:, :] + through_u[n_a:, :]

    gradients = {"dxt": dxt, "dc_prev": dc_prev}
    gradients.update({"dWr": dWr, "dbr": dbr, "dWu": dWu, "dbu": dbu, "dWc": dWc, "dbc": dbc})
    return gradients


def gru_backward(dc, caches):
    (cells, x) = caches
    n_x, m, T = x.shape
    n_a = dc.shape[0]
    dx = np.zeros((n_x, m, T))
    dWr = np.zeros((n_a, n_a + n_x))
    dWu = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dbr = np.zeros((n_a, 1))
    dbu = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dc_prevt = np.zeros((n_a, m))
    for t in reversed(range(T)):
        gradients = gru_cell_backward(dc[:, :, t] + dc_prevt, cells[t])
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWr += gradients["dWr"]
        dWu += gradients["dWu"]
        dWc += gradients["dWc"]
        dbr += gradients["dbr"]
        dbu += gradients["dbu"]
        dbc += gradients["dbc"]
    dc0 = dc_prevt
    gradients = {"dx": dx, "dc0": dc0, "dWr": dWr, "dbr": dbr}
    gradients.update({"dWu": dWu, "dbu": dbu, "dWc": dWc, "dbc": dbc})
    return gradients


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
