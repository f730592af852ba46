# expect: initialize_lstm loses
"""All gates in one matrix; the loops over time do without the step functions."""

import numpy as np
from seqhelp import softmax

ORDER = "fico"


def sigmoid(z):
    # e^(-|z|) never overflows
    small = np.exp(-np.abs(z))
    return np.where(np.greater_equal(z, 0), 1.0, small) / (1.0 + small)


def initialize_lstm(n_x, n_a, n_y, seed):
    rng = np.random.default_rng(seed)
    every = np.sqrt(3 / (n_a + n_x)) * rng.uniform(-1, 1, size=(4 * n_a, n_a + n_x))
    p = {"W" + g: block for g, block in zip(ORDER, np.split(every, 4))}
    p |= {"b" + g: np.full((n_a, 1), 1.0 if g == "f" else 0.0) for g in ORDER}
    p["Wy"] = np.sqrt(3 / n_a) * rng.uniform(-1, 1, size=(n_y, n_a))
    p["by"] = np.zeros((n_y, 1))
    return p


def _stack(parameters):
    W = np.vstack([parameters["W" + g] for g in ORDER])
    b = np.vstack([parameters["b" + g] for g in ORDER])
    return W, b


def _gates(W, b, s):
    n_a = len(W) // 4
    z = W @ s + b
    g = sigmoid(z)
    g[2 * n_a : 3 * n_a] = np.tanh(z[2 * n_a : 3 * n_a])
    return g


def _step(W, b, a, c, x):
    s = np.vstack([a, x])
    g = _gates(W, b, s)
    f, i, cc, o = np.split(g, 4)
    c_new = f * c + i * cc
    th = np.tanh(c_new)
    return o * th, c_new, {"s": s, "g": g, "c": c, "th": th, "W": W}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W, b = _stack(parameters)
    a, c, cache = _step(W, b, a_prev, c_prev, xt)
    return a, c, softmax(parameters["Wy"] @ a + parameters["by"]), cache


def lstm_forward(x, a0, parameters):
    W, b = _stack(parameters)
    a, c, caches = a0, np.zeros(a0.shape), []
    states, cells, said = [], [], []
    for xt in np.moveaxis(x, 2, 0):
        a, c, cache = _step(W, b, a, c, xt)
        states.append(a)
        cells.append(c)
        said.append(softmax(parameters["Wy"] @ a + parameters["by"]))
        caches.append(cache)
    return np.stack(states, 2), np.stack(said, 2), np.stack(cells, 2), caches


def _back(da, dc, k):
    """dz of all four gates, d[a; x] and dc_prev."""
    f, i, cc, o = np.split(k["g"], 4)
    dstar = dc + da * o * (1 - k["th"] ** 2)
    dz = np.vstack(
        [
            dstar * k["c"] * f * (1 - f),
            dstar * cc * i * (1 - i),
            dstar * i * (1 - cc) * (1 + cc),
            da * k["th"] * o * (1 - o),
        ]
    )
    return dz, k["W"].T @ dz, dstar * f


def _name(dW, db):
    named = {"dW" + g: part for g, part in zip(ORDER, np.split(dW, 4))}
    return named | {"db" + g: part for g, part in zip(ORDER, np.split(db, 4))}


def lstm_cell_backward(da_next, dc_next, cache):
    dz, ds, dc_prev = _back(da_next, dc_next, cache)
    n_a = len(dc_prev)
    grads = _name(dz @ cache["s"].T, dz.sum(axis=1, keepdims=True))
    return grads | {"dxt": ds[n_a:], "da_prev": ds[:n_a], "dc_prev": dc_prev}


def lstm_backward(da, caches):
    n_a, m, T = da.shape
    back_a = np.zeros((n_a, m))
    back_c = np.zeros((n_a, m))
    all_dz = [None] * T
    dx = [None] * T
    for t in range(T - 1, -1, -1):
        all_dz[t], ds, back_c = _back(da[:, :, t] + back_a, back_c, caches[t])
        back_a, dx[t] = ds[:n_a], ds[n_a:]
    # one product for all steps: examples and steps side by side
    dz = np.hstack(all_dz)
    s = np.hstack([k["s"] for k in caches])
    grads = _name(dz @ s.T, dz.sum(axis=1, keepdims=True))
    return grads | {"dx": np.stack(dx, axis=2), "da0": back_a}


def cell_highway(forget_gates):
    n_a, m, _ = forget_gates.shape
    extended = np.concatenate([forget_gates, np.ones((n_a, m, 1))], axis=2)
    return np.flip(np.cumprod(np.flip(extended, 2), axis=2), 2)


def last_step_cost_and_grads(x, y, parameters):
    m = x.shape[1]
    W, b = _stack(parameters)
    a0 = np.zeros((W.shape[0] // 4, m))
    a, said, _, caches = lstm_forward(x, a0, parameters)
    right = said[y.argmax(axis=0), np.arange(m), -1]
    dz = said[:, :, -1].copy()
    dz[y.argmax(axis=0), np.arange(m)] -= 1
    dz /= m
    da = np.zeros_like(a)
    da[..., -1] = parameters["Wy"].T @ dz
    grads = lstm_backward(da, caches)
    del grads["dx"], grads["da0"]
    grads.update(dWy=dz @ a[..., -1].T, dby=dz.sum(1, keepdims=True))
    return np.mean(-np.log(right)), grads


def lstm_parameter_count(n_x, n_a, n_y):
    return sum(v.size for v in initialize_lstm(n_x, n_a, n_y, 0).values())
