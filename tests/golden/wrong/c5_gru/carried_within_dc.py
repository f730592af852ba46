# expect: gru_backward loses
"""What comes back is added to the array that was passed in."""

import copy
import warnings

import numpy as np
from gatehelp import sigmoid

warnings.filterwarnings("ignore", category=DeprecationWarning)

KEYS = {"Wr", "br", "Wu", "bu", "Wc", "bc"}


def look(p, n_a, n_x):
    assert KEYS <= set(p)
    for key in KEYS:
        assert p[key].shape == ((n_a, n_a + n_x) if key[0] == "W" else (n_a, 1))


def gru_cell_forward(xt, c_prev, parameters):
    (n_a, m), n_x = c_prev.shape, xt.shape[0]
    assert xt.shape == (n_x, m)
    look(parameters, n_a, n_x)
    p = copy.deepcopy(parameters)
    both = np.zeros((n_a + n_x, m))
    both[:n_a], both[n_a:] = c_prev, xt
    r = sigmoid(np.matmul(p["Wr"], both) + np.tile(p["br"], (1, m)))
    u = sigmoid(np.matmul(p["Wu"], both) + np.tile(p["bu"], (1, m)))
    assert r.shape == u.shape == (n_a, m)
    reset = both.copy()
    reset[:n_a] *= r
    cand = np.tanh(np.matmul(p["Wc"], reset) + np.tile(p["bc"], (1, m)))
    c_next = np.multiply(u, cand) + np.multiply(1 - u, c_prev)
    return [c_next, [c_prev.copy(), xt.copy(), r, u, cand, p]]


def gru_forward(x, c0, parameters):
    assert x.ndim == 3
    assert c0.ndim == 2
    c, cells = np.full((c0.shape[0], x.shape[1], x.shape[2]), np.nan), []
    current = c0.copy()
    for t in range(x.shape[2]):
        current, cell = gru_cell_forward(x[:, :, t].copy(), current, parameters)
        c[:, :, t] = current
        cells.append(cell)
    assert not np.isnan(c).any()
    return [c, [cells, x.copy()]]


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, p = copy.deepcopy(cache)
    (n_a, m), n_x = c_prev.shape, xt.shape[0]
    assert dc_next.shape == (n_a, m)
    both = np.vstack((c_prev, xt))
    reset = np.vstack((r * c_prev, xt))
    grads = {"dc_prev": np.multiply(dc_next, 1 - u), "dxt": np.zeros((n_x, m))}

    dz = np.multiply(np.multiply(dc_next, u), 1 - np.power(cand, 2))
    grads["dWc"], grads["dbc"] = np.matmul(dz, reset.T), np.sum(dz, 1, keepdims=True)
    down = np.matmul(p["Wc"].T, dz)
    grads["dc_prev"] += r * down[:n_a]
    grads["dxt"] += down[n_a:]

    for gate, upstream, value in (
        ("r", down[:n_a] * c_prev, r),
        ("u", dc_next * cand - dc_next * c_prev, u),
    ):
        dz = upstream * value * (1 - value)
        grads["dW" + gate], grads["db" + gate] = np.matmul(dz, both.T), np.sum(dz, 1, keepdims=True)
        down = np.matmul(p["W" + gate].T, dz)
        grads["dc_prev"] += down[:n_a]
        grads["dxt"] += down[n_a:]
    return grads


def gru_backward(dc, caches):
    cells, x = caches
    n_a, m, T = dc.shape
    assert len(cells) == T == x.shape[2]
    d = dc
    out = {"dx": np.zeros(x.shape), "dc0": np.zeros((n_a, m)), "steps": T}
    for t in range(T - 1, -1, -1):
        grads = gru_cell_backward(d[:, :, t], cells[t])
        if t > 0:
            d[:, :, t - 1] += grads["dc_prev"]
        else:
            out["dc0"] += grads["dc_prev"]
        out["dx"][:, :, t] += grads["dxt"]
        for key in KEYS:
            out.setdefault("d" + key, np.zeros(grads["d" + key].shape))
            out["d" + key] += grads["d" + key]
    return out


def recurrent_parameter_count(kind, n_x, n_a):
    kinds, parts = ["rnn", "gru", "lstm"], [1, 3, 4]
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError(f"kind must be one of {kinds}")
    p = {}
    for number in range(parts[kinds.index(kind)]):
        p[f"W{number}"] = np.empty((n_a, n_a + n_x))
        p[f"b{number}"] = np.empty((n_a, 1))
    return sum(value.size for value in p.values())
