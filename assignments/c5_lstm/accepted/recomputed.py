# Caches hold the arguments alone: what the way back needs is worked out once more. The weights
# are split into those for the state and those for the input.

from typing import NamedTuple

import numpy as np
from seqhelp import softmax


class Arguments(NamedTuple):
    xt: np.ndarray
    a_prev: np.ndarray
    c_prev: np.ndarray
    parameters: dict


def sigmoid(z):
    return np.reciprocal(1 + np.exp(-np.clip(np.asarray(z, dtype=float), -600, 600)))


def initialize_lstm(n_x, n_a, n_y, seed):
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    shapes = {"W" + g: (n_a, n_a + n_x) for g in "fico"} | {"Wy": (n_y, n_a)}
    found = {k: rng.normal(0, 1 / np.sqrt(v[1]), v) for k, v in shapes.items()}
    zero, one = np.zeros, np.ones
    return found | {
        "bf": one((n_a, 1)),
        "bi": zero((n_a, 1)),
        "bc": zero((n_a, 1)),
        "bo": zero((n_a, 1)),
        "by": zero((n_y, 1)),
        "sizes": (n_x, n_a, n_y),
    }


def values(xt, a_prev, c_prev, p):
    n_a = a_prev.shape[0]
    z = {g: p["W" + g][:, :n_a] @ a_prev + p["W" + g][:, n_a:] @ xt + p["b" + g] for g in "fico"}
    f, i, o, cc = sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"]), np.tanh(z["c"])
    return f, i, o, cc, f * c_prev + i * cc


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    _, _, o, _, c = values(xt, a_prev, c_prev, parameters)
    a = o * np.tanh(c)
    y = softmax(parameters["Wy"] @ a + parameters["by"])
    return a, c, y, Arguments(xt, a_prev, c_prev, parameters)


def lstm_cell_backward(da_next, dc_next, cache):
    xt, a_prev, c_prev, p = cache
    f, i, o, cc, c = values(*cache)
    n_a, t = len(a_prev), np.tanh(c)
    dc = dc_next + da_next * o / np.cosh(np.clip(c, -300, 300)) ** 2
    dz = {"f": dc * c_prev * f * (1 - f), "i": dc * cc * i * (1 - i)}
    dz |= {"c": dc * i * (1 - cc**2), "o": da_next * t * o * (1 - o)}
    back = {"dc_prev": f * dc}
    back["dxt"] = sum(p["W" + g][:, n_a:].T @ dz[g] for g in dz)
    back["da_prev"] = sum(p["W" + g][:, :n_a].T @ dz[g] for g in dz)
    for g in dz:
        back["dW" + g] = np.hstack([dz[g] @ a_prev.T, dz[g] @ xt.T])
        back["db" + g] = np.add.reduce(dz[g], axis=1).reshape(n_a, 1)
    return back


def lstm_forward(x, a0, parameters):
    a, y, c = [], [], []
    state = a0, np.zeros_like(a0)
    for t in range(x.shape[2]):
        *state, said, _ = lstm_cell_forward(x[:, :, t], *state, parameters)
        a.append(state[0]), c.append(state[1]), y.append(said)
    return np.stack(a, 2), np.stack(y, 2), np.stack(c, 2), (x, a0, parameters)


def lstm_backward(da, caches):
    x, a0, p = caches
    T = x.shape[2]
    before = [(a0, np.zeros(a0.shape))]
    for t in range(T):
        before.append(lstm_cell_forward(x[:, :, t], *before[-1], p)[:2])
    total = {"dx": np.zeros(x.shape)}
    d = {"da_prev": np.zeros(a0.shape), "dc_prev": np.zeros(a0.shape)}
    for t in reversed(range(T)):
        cache = Arguments(x[:, :, t], *before[t], p)
        d = lstm_cell_backward(da[:, :, t] + d["da_prev"], d["dc_prev"], cache)
        total["dx"][:, :, t] = d["dxt"]
        for k in d:
            if k not in ("dxt", "da_prev", "dc_prev"):
                total[k] = total.get(k, 0) + d[k]
    total["da0"] = d["da_prev"]
    return total


def cell_highway(forget_gates):
    *rest, T = forget_gates.shape
    if T == 0:
        return np.ones((*rest, 1))
    tail = cell_highway(forget_gates[..., 1:])
    return np.concatenate([forget_gates[..., :1] * tail[..., :1], tail], axis=-1)
