"""The caches keep only what came in; backward computes the gates again. Sums by einsum."""

import itertools
import math
from collections import namedtuple
from functools import reduce

import numpy as np
import seqhelp

Seen = namedtuple("Seen", "xt a c p")


def sigmoid(z):
    return 0.5 + 0.5 * np.tanh(0.5 * np.asarray(z))


def initialize_lstm(n_x, n_a, n_y, seed):
    g = np.random.Generator(np.random.PCG64(seed))
    weight = lambda rows, cols: g.standard_normal((rows, cols)) / math.sqrt(cols)  # noqa: E731
    return {
        "by": np.zeros((n_y, 1)),
        "Wy": weight(n_y, n_a),
        **{f"W{k}": weight(n_a, n_a + n_x) for k in "ocif"},
        **{f"b{k}": np.zeros((n_a, 1)) for k in "oci"},
        "bf": np.ones((n_a, 1)),
    }


def _look(seen):
    s = np.r_[seen.a, seen.xt]
    z = {k: np.einsum("ij,jm->im", seen.p["W" + k], s) + seen.p["b" + k] for k in "fico"}
    return s, {k: np.tanh(z[k]) if k == "c" else sigmoid(z[k]) for k in z}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    seen = Seen(xt, a_prev, c_prev, parameters)
    _, g = _look(seen)
    c = g["c"] * g["i"] + c_prev * g["f"]
    a = g["o"] * np.tanh(c)
    return [a, c, seqhelp.softmax(parameters["Wy"] @ a + parameters["by"]), seen]


def lstm_forward(x, a0, parameters):
    zero = np.zeros_like(a0)

    def on(before, t):
        return lstm_cell_forward(x[..., t], before[0], before[1], parameters)

    run = list(itertools.accumulate(range(x.shape[-1]), on, initial=(a0, zero)))[1:]
    a, c, y, caches = zip(*run)
    return np.stack(a, -1), np.stack(y, -1), np.stack(c, -1), caches


def lstm_cell_backward(da_next, dc_next, cache):
    s, g = _look(cache)
    c_next = g["f"] * cache.c + g["i"] * g["c"]
    shown = np.tanh(c_next)
    a_next = g["o"] * shown
    # o (1 - tanh^2) = o - a tanh
    star = dc_next + da_next * (g["o"] - a_next * shown)
    dz = {
        "f": star * cache.c * g["f"] * (1 - g["f"]),
        "i": star * g["c"] * g["i"] * (1 - g["i"]),
        "c": star * g["i"] * (1 - g["c"] ** 2),
        "o": da_next * a_next * (1 - g["o"]),
    }
    ds = reduce(np.add, (cache.p["W" + k].T @ dz[k] for k in dz))
    da_prev, dxt = np.split(ds, [cache.a.shape[0]])
    out = {"da_prev": da_prev, "dxt": dxt, "dc_prev": star * g["f"], "dc": star}
    for k in dz:
        out["dW" + k] = np.einsum("im,jm->ij", dz[k], s)
        out["db" + k] = np.einsum("im->i", dz[k]).reshape(-1, 1)
    return out


def lstm_backward(da, caches):
    def back(t, da_after, dc_after):
        if t < 0:
            return [], da_after
        g = lstm_cell_backward(da[:, :, t] + da_after, dc_after, caches[t])
        earlier, da0 = back(t - 1, g["da_prev"], g["dc_prev"])
        return [*earlier, g], da0

    zero = np.zeros(da.shape[:2])
    steps, da0 = back(da.shape[2] - 1, zero, zero)
    names = ["d" + kind + k for kind in "Wb" for k in "fico"]
    return {
        "dx": np.stack([g["dxt"] for g in steps], axis=-1),
        "da0": da0,
        **{n: sum(g[n] for g in steps) for n in names},
    }


def cell_highway(forget_gates):
    T = forget_gates.shape[2]
    parts = [np.prod(forget_gates[:, :, t:], axis=2) for t in range(T + 1)]
    return np.stack(parts, axis=2)


def last_step_cost_and_grads(x, y, parameters):
    a, said, _, caches = lstm_forward(
        x, np.zeros((parameters["Wo"].shape[0], x.shape[1])), parameters
    )
    z = parameters["Wy"] @ a[..., -1] + parameters["by"]
    z = z - z.max(axis=0)
    cost = np.mean(np.log(np.exp(z).sum(axis=0)) - (y * z).sum(axis=0))
    dz = (said[..., -1] - y) / y.shape[1]
    da = np.concatenate(
        [np.zeros((*a.shape[:2], a.shape[2] - 1)), (parameters["Wy"].T @ dz)[..., None]], axis=2
    )
    return [
        np.array([[cost]]),
        {
            **lstm_backward(da, caches),
            "dWy": np.einsum("km,im->ki", dz, a[..., -1]).tolist(),
            "dby": dz @ np.ones((dz.shape[1], 1)),
        },
    ]


def lstm_parameter_count(n_x, n_a, n_y):
    return np.int64(4 * n_a * (n_a + n_x + 1) + n_y * (n_a + 1))
