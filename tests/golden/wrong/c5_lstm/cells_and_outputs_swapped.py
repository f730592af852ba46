# expect: lstm_forward loses
"""a, c, y come back."""

import math
import numpy as np
from seqhelp import softmax


def sigmoid(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def initialize_lstm(n_x, n_a, n_y, seed):
    state = np.random.RandomState(seed)
    out = dict()
    for key in ("Wo", "Wc", "Wi", "Wf"):
        out[key] = state.normal(scale=1 / math.sqrt(n_a + n_x), size=(n_a, n_a + n_x))
        out["b" + key[1]] = np.zeros((n_a, 1)) + (key == "Wf")
    out["Wy"] = state.normal(scale=1 / math.sqrt(n_a), size=(n_y, n_a))
    out["by"] = np.zeros((n_y, 1))
    return out


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = {k: v.T for k, v in parameters.items()}
    rows = np.hstack([a_prev.T, xt.T])
    f = sigmoid(rows @ p["Wf"] + p["bf"])
    i = sigmoid(rows @ p["Wi"] + p["bi"])
    o = sigmoid(rows @ p["Wo"] + p["bo"])
    g = np.tanh(rows @ p["Wc"] + p["bc"])
    c = f * c_prev.T + i * g
    th = np.tanh(c)
    a = o * th
    y = softmax((a @ p["Wy"] + p["by"]).T)
    return a.T, c.T, y, dict(rows=rows, f=f, i=i, o=o, g=g, th=th, before=c_prev.T, p=p, n_a=len(a_prev))


def lstm_cell_backward(da_next, dc_next, cache):
    f, i, o, g, th = (cache[k] for k in "f i o g th".split())
    da, dc = da_next.T, dc_next.T
    dc = dc + da * o * (1 - th * th)
    dz = {"f": dc * cache["before"] * f * (1 - f), "i": dc * g * i * (1 - i), "c": dc * i * (1 - g * g), "o": da * th * o * (1 - o)}
    drows = sum(dz[k] @ cache["p"]["W" + k].T for k in dz)
    out = {"dc_prev": (dc * f).T, "da_prev": drows[:, : cache["n_a"]].T, "dxt": drows[:, cache["n_a"] :].T}
    for k, v in dz.items():
        out["dW" + k] = (cache["rows"].T @ v).T
        out["db" + k] = v.sum(0)[:, None]
    return out


def lstm_forward(x, a0, parameters):
    a, c = a0, np.zeros(a0.shape)
    A, Y, C, K = [], [], [], []
    for xt in np.rollaxis(x, 2):
        a, c, y, k = lstm_cell_forward(xt, a, c, parameters)
        A += [a]
        Y += [y]
        C += [c]
        K += [k]
    put = lambda L: np.rollaxis(np.array(L), 0, 3)
    return put(A), put(C), put(Y), K


def lstm_backward(da, caches):
    T = len(caches)
    found, a, c = [], 0, 0 * da[:, :, 0]
    for t in range(T)[::-1]:
        g = lstm_cell_backward(da[:, :, t] + a, c, caches[t])
        a, c = g["da_prev"], g["dc_prev"]
        found = [g] + found
    out = {k: np.sum([g[k] for g in found], axis=0) for k in found[0] if k[1] in "Wb"}
    out["dx"] = np.rollaxis(np.array([g["dxt"] for g in found]), 0, 3)
    out["da0"] = a
    return out


def cell_highway(forget_gates):
    T = forget_gates.shape[2]
    return np.stack([forget_gates[:, :, t:].prod(axis=2) for t in range(T + 1)], axis=2)


def last_step_cost_and_grads(x, y, parameters):
    m = y.shape[1]
    a, p, _, K = lstm_forward(x, np.zeros((parameters["Wo"].shape[0], m)), parameters)
    p = p[..., -1]
    da = np.zeros(a.shape)
    da[..., -1] = parameters["Wy"].T @ (p - y) / m
    g = lstm_backward(da, K)
    g["dWy"] = (p - y) @ a[..., -1].T / m
    g["dby"] = (p - y).mean(axis=1, keepdims=True)
    return -np.mean(np.log(np.sum(p * y, axis=0))), g


def lstm_parameter_count(n_x, n_a, n_y):
    return sum(v.size for v in initialize_lstm(n_x, n_a, n_y, 0).values())
