# One number at a time: nested lists for matrices, and no product of matrices anywhere. The cache is
# a list with an entry for each example.

import math

import numpy as np


def sigma(z):
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def affine(W, b, above, below):
    inputs = [*above, *below]
    return [sum(W[j][k] * inputs[k] for k in range(len(inputs))) + b[j][0] for j in range(len(W))]


def gru_cell_forward(xt, c_prev, parameters):
    p = {name: parameters[name].tolist() for name in ("Wr", "br", "Wu", "bu", "Wc", "bc")}
    n_a, m = c_prev.shape
    c_next, cache = np.zeros((n_a, m)), []
    for i in range(m):
        c, x = c_prev[:, i].tolist(), xt[:, i].tolist()
        r = [sigma(z) for z in affine(p["Wr"], p["br"], c, x)]
        u = [sigma(z) for z in affine(p["Wu"], p["bu"], c, x)]
        k = [r[j] * c[j] for j in range(n_a)]
        new = [math.tanh(z) for z in affine(p["Wc"], p["bc"], k, x)]
        for j in range(n_a):
            c_next[j, i] = u[j] * new[j] + (1 - u[j]) * c[j]
        cache.append((c, x, r, u, k, new))
    return c_next, (cache, p)


def gru_forward(x, c0, parameters):
    T = x.shape[-1]
    states, caches, c = [], [], c0
    for t in range(T):
        c, cache = gru_cell_forward(x[:, :, t], c, parameters)
        states.append(c)
        caches.append(cache)
    return np.stack(states, axis=2), caches


def gru_cell_backward(dc_next, cache):
    examples, p = cache
    n_a, m = dc_next.shape
    n_x = len(examples[0][1])
    out = {"dxt": np.zeros((n_x, m)), "dc_prev": np.zeros((n_a, m))}
    for gate in "ruc":
        out["dW" + gate], out["db" + gate] = np.zeros((n_a, n_a + n_x)), np.zeros((n_a, 1))
    for i, (c, x, r, u, k, new) in enumerate(examples):
        dz = {"r": [], "u": [], "c": []}
        for j in range(n_a):
            dz["c"].append(dc_next[j, i] * u[j] * (1 - new[j] ** 2))
            dz["u"].append(dc_next[j, i] * (new[j] - c[j]) * u[j] * (1 - u[j]))
        dk = [sum(p["Wc"][j][q] * dz["c"][j] for j in range(n_a)) for q in range(n_a)]
        dz["r"] = [dk[j] * c[j] * r[j] * (1 - r[j]) for j in range(n_a)]
        for j in range(n_a):
            out["dc_prev"][j, i] = dc_next[j, i] * (1 - u[j]) + dk[j] * r[j]
        for gate, seen in (("r", c), ("u", c), ("c", k)):
            for j in range(n_a):
                out["db" + gate][j, 0] += dz[gate][j]
                for q, value in enumerate([*seen, *x]):
                    out["dW" + gate][j, q] += dz[gate][j] * value
                    if q >= n_a:
                        out["dxt"][q - n_a, i] += p["W" + gate][j][q] * dz[gate][j]
                    elif gate != "c":
                        out["dc_prev"][q, i] += p["W" + gate][j][q] * dz[gate][j]
    return out


def gru_backward(dc, caches):
    T = len(caches)
    carry = np.zeros(dc.shape[:2])
    dx = [None] * T
    sums = {}
    for t in range(T - 1, -1, -1):
        grads = gru_cell_backward(dc[:, :, t] + carry, caches[t])
        dx[t] = grads.pop("dxt")
        carry = grads.pop("dc_prev")
        for name in grads:
            if name in sums:
                sums[name] += grads[name]
            else:
                sums[name] = grads[name]
    sums["dx"] = np.stack(dx, axis=-1)
    sums["dc0"] = carry
    return sums


def recurrent_parameter_count(kind, n_x, n_a):
    if kind == "rnn":
        parts = 1
    elif kind == "gru":
        parts = 3
    elif kind == "lstm":
        parts = 4
    else:
        raise ValueError("kind must be rnn, gru or lstm")
    count = 0
    for _ in range(parts):
        for _ in range(n_a):
            count += n_a + n_x + 1
    return count
