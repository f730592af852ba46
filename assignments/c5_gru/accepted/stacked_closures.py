# One matrix for both gates; a cache is a function that takes the derivatives and gives all others.
# The sequence works out what x does at all steps at once, with a bias in an additional row.

from functools import partial

import numpy as np
from gatehelp import sigmoid

NAMES = ("dWr", "dbr", "dWu", "dbu", "dWc", "dbc")


def stacked(p):
    gates = np.block([[p["Wr"], p["br"]], [p["Wu"], p["bu"]]])
    return gates, np.block([p["Wc"], p["bc"]])


def step(gates, new, n, c, x):
    """c_next, and the way back; x has a row of ones at its end."""
    both = np.concatenate((c, x))
    r, u = np.split(sigmoid(gates @ both), 2)
    reset = np.concatenate((r * c, x))
    h = np.tanh(new @ reset)
    return u * h + c - u * c, partial(back, gates, new, n, both, reset, r, u, h)


def back(gates, new, n, both, reset, r, u, h, d):
    c = both[:n]
    dzc = d * u * (1 - h**2)
    up = new.T @ dzc
    dz = np.concatenate((up[:n] * c * r * (1 - r), d * (h - c) * u * (1 - u)))
    down = gates.T @ dz
    dW, dWc = dz @ both.T, dzc @ reset.T
    dxt, dc_prev = (up + down)[n:-1], d * (1 - u) + up[:n] * r + down[:n]
    slopes = [dW[:n, :-1], dW[:n, -1:], dW[n:, :-1], dW[n:, -1:], dWc[:, :-1], dWc[:, -1:]]
    return dxt, dc_prev, slopes


def with_ones(x):
    return np.concatenate((x, np.ones((1, *x.shape[1:]))))


def gru_cell_forward(xt, c_prev, parameters):
    return step(*stacked(parameters), len(c_prev), c_prev, with_ones(xt))


def gru_cell_backward(dc_next, cache):
    dxt, dc_prev, slopes = cache(dc_next)
    return {"dxt": dxt, "dc_prev": dc_prev, **dict(zip(NAMES, slopes, strict=True))}


def gru_forward(x, c0, parameters):
    gates, new = stacked(parameters)
    x, c, states, ways = with_ones(x), c0, [], []
    for t in range(x.shape[2]):
        c, way = step(gates, new, len(c0), c, x[:, :, t])
        states += [c]
        ways += [way]
    return np.moveaxis(np.array(states), 0, -1), tuple(ways)


def gru_backward(dc, caches):
    d, dx, sums = 0, [], [0] * 6
    for outside, way in zip(np.moveaxis(dc, -1, 0)[::-1], caches[::-1], strict=True):
        dxt, d, slopes = way(outside + d)
        dx = [dxt, *dx]
        sums = [a + b for a, b in zip(sums, slopes, strict=True)]
    return {"dx": np.moveaxis(np.array(dx), 0, -1), "dc0": d, **dict(zip(NAMES, sums, strict=True))}


def recurrent_parameter_count(kind, n_x, n_a):
    for known, parts in (("rnn", 1), ("gru", 3), ("lstm", 4)):
        if known == kind:
            return np.int64(parts) * (n_a * n_a + n_a * n_x + n_a)
    raise ValueError(f"{kind!r} is no kind of cell")
