# A cache is a function: what takes the derivatives back through this very call.

from functools import reduce

import numpy as np
from seqhelp import softmax


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(np.minimum(z, -z))
    return np.where(z >= 0, 1, small) / (1 + small)


def layer(W, b, seen, curve, slope):
    out = curve(W @ seen + b)

    def back(d):
        dz = d * slope(out)
        return W.T @ dz, dz @ seen.T, dz.sum(axis=1, keepdims=True)

    return out, back


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    seen = np.concatenate((a_prev, xt), axis=0)
    curves = {"c": (np.tanh, lambda v: 1 - v * v)}
    gate, backs = {}, {}
    for g in "fico":
        curve = curves.get(g, (sigmoid, lambda v: v * (1 - v)))
        gate[g], backs[g] = layer(parameters["W" + g], parameters["b" + g], seen, *curve)
    c_next = gate["f"] * c_prev + gate["i"] * gate["c"]
    t = np.tanh(c_next)
    a_next = gate["o"] * t

    def back(da, dc):
        dc = dc + da * gate["o"] * (1 - t**2)
        d = {"f": dc * c_prev, "i": dc * gate["c"], "c": dc * gate["i"], "o": da * t}
        parts = {g: backs[g](d[g]) for g in "fico"}
        dseen = reduce(np.add, [one[0] for one in parts.values()])
        grads = {"da_prev": dseen[: len(a_prev)], "dxt": dseen[len(a_prev) :]}
        grads["dc_prev"] = dc * gate["f"]
        for g, (_, dW, db) in parts.items():
            grads["dW" + g], grads["db" + g] = dW, db
        return grads

    y = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, y, back


def lstm_cell_backward(da_next, dc_next, cache):
    return cache(da_next, dc_next)


def lstm_forward(x, a0, parameters):
    a, y, c, backs = [a0], [], [np.zeros(a0.shape)], []
    for xt in x.transpose(2, 0, 1):
        a_next, c_next, said, back = lstm_cell_forward(xt, a[-1], c[-1], parameters)
        a.append(a_next), c.append(c_next), y.append(said), backs.append(back)

    def run(da):
        da_prev, dc_prev, found = 0, 0, []
        for d, back in zip(reversed(list(da.transpose(2, 0, 1))), reversed(backs), strict=False):
            found.append(back(d + da_prev, dc_prev))
            da_prev, dc_prev = found[-1]["da_prev"], found[-1]["dc_prev"]
        grads = {k: sum(one[k] for one in found) for k in found[0] if k.startswith(("dW", "db"))}
        grads["dx"] = np.stack([one["dxt"] for one in found[::-1]], axis=-1)
        grads["da0"] = da_prev
        return grads

    return np.dstack(a[1:]), np.dstack(y), np.dstack(c[1:]), run


def lstm_backward(da, caches):
    return caches(da)


def last_step_cost_and_grads(x, y, parameters):
    a, said, _c, caches = lstm_forward(x, np.zeros((len(parameters["bo"]), x.shape[1])), parameters)
    said = said[..., -1]
    m = y.shape[1]
    cost = -sum(np.log(said[k, i]) for i, k in enumerate(np.argmax(y, axis=0))) / m
    dz = (said - y) / m
    da = np.concatenate([0 * a[..., :-1], (parameters["Wy"].T @ dz)[..., None]], axis=2)
    return cost, lstm_backward(da, caches) | {
        "dWy": np.einsum("ym,km->yk", dz, a[..., -1]),
        "dby": np.einsum("ym->y", dz)[:, None],
    }


def lstm_parameter_count(n_x, n_a, n_y):
    gate = np.prod((n_a, n_a + n_x)) + n_a
    return np.int64(4) * gate + n_y * n_a + n_y
