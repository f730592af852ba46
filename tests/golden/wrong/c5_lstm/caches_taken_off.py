# expect: lstm_backward loses
"""LSTM, written step by step after the formulas."""

from typing import Any

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


def initialize_lstm(n_x, n_a, n_y, seed):
    np.random.seed(seed)
    parameters = {}
    for gate in ["f", "i", "c", "o"]:
        parameters["W" + gate] = np.random.randn(n_a, n_a + n_x) / np.sqrt(n_a + n_x)
        parameters["b" + gate] = np.zeros((n_a, 1))
    parameters["bf"] += 1
    parameters["Wy"] = np.random.randn(n_y, n_a) / np.sqrt(n_a)
    parameters["by"] = np.zeros((n_y, 1))
    return parameters


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]

    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    ot = sigmoid(np.dot(Wo, concat) + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache


def lstm_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)


def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    dot = da_next * tanh_c * ot * (1 - ot)
    dcct = dc * it * (1 - cct**2)
    dit = dc * cct * it * (1 - it)
    dft = dc * c_prev * ft * (1 - ft)
    concat = np.concatenate((a_prev, xt), axis=0)
    dconcat = (
        np.dot(parameters["Wf"].T, dft)
        + np.dot(parameters["Wi"].T, dit)
        + np.dot(parameters["Wc"].T, dcct)
        + np.dot(parameters["Wo"].T, dot)
    )
    return {
        "dxt": dconcat[n_a:, :],
        "da_prev": dconcat[:n_a, :],
        "dc_prev": dc * ft,
        "dWf": np.dot(dft, concat.T),
        "dbf": np.sum(dft, axis=1, keepdims=True),
        "dWi": np.dot(dit, concat.T),
        "dbi": np.sum(dit, axis=1, keepdims=True),
        "dWc": np.dot(dcct, concat.T),
        "dbc": np.sum(dcct, axis=1, keepdims=True),
        "dWo": np.dot(dot, concat.T),
        "dbo": np.sum(dot, axis=1, keepdims=True),
    }


def lstm_backward(da, caches):
    caches, x = caches
    n_x, m, T_x = x.shape
    n_a = da.shape[0]
    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    names = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
    total = {}
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches.pop())
        dx[:, :, t] = gradients["dxt"]
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        for name in names:
            total[name] = total.get(name, 0) + gradients[name]
    total["dx"] = dx
    total["da0"] = da_prevt
    return total


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    out = np.ones((n_a, m, T + 1))
    for t in range(T - 1, -1, -1):
        out[:, :, t] = out[:, :, t + 1] * forget_gates[:, :, t]
    return out


def last_step_cost_and_grads(x, y, parameters):
    n_a = parameters["Wf"].shape[0]
    m = x.shape[1]
    a, y_pred, _, caches = lstm_forward(x, np.zeros((n_a, m)), parameters)
    last = y_pred[:, :, -1]
    cost = -np.sum(y * np.log(last)) / m
    dz = (last - y) / m
    da = np.zeros(a.shape)
    da[:, :, -1] = np.dot(parameters["Wy"].T, dz)
    grads = lstm_backward(da, caches)
    grads["dWy"] = np.dot(dz, a[:, :, -1].T)
    grads["dby"] = np.sum(dz, axis=1, keepdims=True)
    return cost, grads


def lstm_parameter_count(n_x, n_a, n_y):
    return 4 * (n_a * (n_a + n_x) + n_a) + n_y * n_a + n_y
