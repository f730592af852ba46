"""Comprehensions and loops over single numbers; a cache of inputs alone, all computed again."""

import math
from functools import reduce

import numpy as np

KEYS = ["Wr", "br", "Wu", "bu", "Wc", "bc"]


def sig(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def lin(W, b, v):
    return [sum(w * n for w, n in zip(row, v)) + float(bias[0]) for row, bias in zip(W, b)]


def one(x, c, p):
    """A column by itself: lists of r, u, candidate."""
    r = [sig(z) for z in lin(p["Wr"], p["br"], [*c, *x])]
    u = [sig(z) for z in lin(p["Wu"], p["bu"], [*c, *x])]
    h = [math.tanh(z) for z in lin(p["Wc"], p["bc"], [*(a * b for a, b in zip(r, c)), *x])]
    return r, u, h


def gru_cell_forward(xt, c_prev, parameters):
    columns = []
    for x, c in zip(xt.T, c_prev.T):
        r, u, h = one(x, c, parameters)
        columns.append([(1 - g) * old + g * new for g, old, new in zip(u, c, h)])
    return np.array(columns).T, [{k: v.copy() for k, v in parameters.items()}, xt.copy(), c_prev.copy()]


def gru_forward(x, c0, parameters):
    steps = [x[:, :, t] for t in range(x.shape[2])]
    walk = reduce(lambda w, xt: [*w, gru_cell_forward(xt, w[-1][0], parameters)], steps, [(c0, None)])
    return np.array([c for c, _ in walk[1:]]).transpose((1, 2, 0)), [cache for _, cache in walk[:0:-1]]


def gru_cell_backward(dc_next, cache):
    p, xt, c_prev = cache
    n_a, m = c_prev.shape
    g = {"d" + k: np.zeros(p[k].shape) for k in KEYS}
    g["dxt"], g["dc_prev"] = np.zeros(xt.shape), np.zeros((n_a, m))
    for e in range(m):
        r, u, h = one(xt[:, e], c_prev[:, e], p)
        dv = np.zeros(n_a + len(xt))
        dkv = np.zeros(n_a + len(xt))
        v = [*c_prev[:, e], *xt[:, e]]
        for i in range(n_a):
            d = dc_next[i, e]
            dzc = d * u[i] * (1 - h[i] ** 2)
            dzu = d * (h[i] - c_prev[i, e]) * u[i] * (1 - u[i])
            g["dc_prev"][i, e] += d * (1 - u[i])
            g["dbc"][i, 0] += dzc
            g["dbu"][i, 0] += dzu
            for j in range(len(v)):
                seen = r[j] * v[j] if j < n_a else v[j]
                g["dWc"][i, j] += dzc * seen
                g["dWu"][i, j] += dzu * v[j]
                dkv[j] += p["Wc"][i, j] * dzc
                dv[j] += p["Wu"][i, j] * dzu
        for i in range(n_a):
            dzr = dkv[i] * v[i] * r[i] * (1 - r[i])
            g["dbr"][i, 0] += dzr
            for j in range(len(v)):
                g["dWr"][i, j] += dzr * v[j]
                dv[j] += p["Wr"][i, j] * dzr
        for j in range(n_a):
            g["dc_prev"][j, e] += dv[j] + dkv[j] * r[j]
        g["dxt"][:, e] = dv[n_a:] + dkv[n_a:]
    return g


def gru_backward(dc, caches):
    """The caches lie with the last step's first."""
    later, parts = np.zeros(dc.shape[:2]), []
    for cache, t in zip(caches, range(len(caches) - 1, -1, -1)):
        parts = [gru_cell_backward(dc[:, :, t] + later, cache), *parts]
        later = parts[0]["dc_prev"]
    summed = {"d" + k: sum(part["d" + k] for part in parts) for k in KEYS}
    return {"dx": np.array([part["dxt"] for part in parts]).transpose(1, 2, 0), **summed, "dc0": later}


def recurrent_parameter_count(kind, n_x, n_a):
    try:
        blocks = dict(rnn=("h",), gru=("r", "u", "c"), lstm=("f", "i", "c", "o"))[kind]
    except KeyError:
        raise ValueError("kind must be rnn, gru or lstm") from None
    return len([1 for _ in blocks for _ in range(n_a) for _ in range(n_a + n_x + 1)])
