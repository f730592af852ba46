# expect: sigmoid loses
"""The formula as it stands; it overflows."""

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z))


def initialize_lstm(n_x, n_a, n_y, seed):
    rng = np.random.default_rng(seed)
    s = 1 / np.sqrt(n_a + n_x)
    Wf = rng.standard_normal((n_a, n_a + n_x)) * s
    Wi = rng.standard_normal((n_a, n_a + n_x)) * s
    Wc = rng.standard_normal((n_a, n_a + n_x)) * s
    Wo = rng.standard_normal((n_a, n_a + n_x)) * s
    Wy = rng.standard_normal((n_y, n_a)) * (1 / np.sqrt(n_a))
    bf = np.ones((n_a, 1))
    bi = np.zeros((n_a, 1))
    bc = np.zeros((n_a, 1))
    bo = np.zeros((n_a, 1))
    by = np.zeros((n_y, 1))
    return {"Wf": Wf, "bf": bf, "Wi": Wi, "bi": bi, "Wc": Wc, "bc": bc, "Wo": Wo, "bo": bo, "Wy": Wy, "by": by}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    ot = sigmoid(np.dot(Wo, concat) + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


def lstm_forward(x, a0, parameters):
    n_x, m, T = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T))
    c = np.zeros((n_a, m, T))
    y = np.zeros((n_y, m, T))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc**2)
    dzf = dc * c_prev * ft * (1 - ft)
    dzi = dc * cct * it * (1 - it)
    dzc = dc * it * (1 - cct**2)
    dzo = da_next * tc * ot * (1 - ot)
    concat = np.concatenate((a_prev, xt), axis=0)
    dWf = np.dot(dzf, concat.T)
    dWi = np.dot(dzi, concat.T)
    dWc = np.dot(dzc, concat.T)
    dWo = np.dot(dzo, concat.T)
    dbf = np.sum(dzf, axis=1, keepdims=True)
    dbi = np.sum(dzi, axis=1, keepdims=True)
    dbc = np.sum(dzc, axis=1, keepdims=True)
    dbo = np.sum(dzo, axis=1, keepdims=True)
    dconcat = (np.dot(parameters["Wf"].T, dzf) + np.dot(parameters["Wi"].T, dzi)
               + np.dot(parameters["Wc"].T, dzc) + np.dot(parameters["Wo"].T, dzo))
    da_prev = dconcat[:n_a, :]
    dxt = dconcat[n_a:, :]
    dc_prev = dc * ft
    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}


def lstm_backward(da, caches):
    steps, x = caches
    n_x, m, T = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    for t in reversed(range(T)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, steps[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    return {"dx": dx, "da0": da_prevt, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc,
            "dWo": dWo, "dbo": dbo}


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    out = np.ones((n_a, m, T + 1))
    for t in range(T - 1, -1, -1):
        out[:, :, t] = out[:, :, t + 1] * forget_gates[:, :, t]
    return out


def last_step_cost_and_grads(x, y, parameters):
    n_x, m, T = x.shape
    n_a = parameters["Wf"].shape[0]
    a, y_hat, c, caches = lstm_forward(x, np.zeros((n_a, m)), parameters)
    p = y_hat[:, :, -1]
    cost = -np.sum(y * np.log(p)) / m
    dz = (p - y) / m
    da = np.zeros((n_a, m, T))
    da[:, :, -1] = np.dot(parameters["Wy"].T, dz)
    grads = lstm_backward(da, caches)
    grads["dWy"] = np.dot(dz, a[:, :, -1].T)
    grads["dby"] = np.sum(dz, axis=1, keepdims=True)
    return cost, grads


def lstm_parameter_count(n_x, n_a, n_y):
    return 4 * (n_a * (n_a + n_x) + n_a) + n_y * n_a + n_y
