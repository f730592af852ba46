# expect: last_step_cost_and_grads loses
"""The cost is summed, its derivatives are of the mean."""

import numpy as np
import seqhelp
from dataclasses import dataclass


@dataclass
class Tape:
    seen: np.ndarray
    cells: np.ndarray
    gates: dict
    parameters: dict


def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    return 0.5 + 0.5 * np.tanh(z / 2)


def initialize_lstm(n_x, n_a, n_y, seed):
    g = np.random.Generator(np.random.PCG64(seed))
    z = lambda r, c: g.normal(0.0, c ** -0.5, (r, c))
    out = {"Wy": z(n_y, n_a), "by": np.zeros([n_y, 1])}
    for k in "fico":
        out["W" + k] = z(n_a, n_a + n_x)
        out["b" + k] = np.ones([n_a, 1]) if k == "f" else np.zeros([n_a, 1])
    return out


def look(seen, p):
    return {k: (np.tanh if k == "c" else sigmoid)(p["W" + k] @ seen + p["b" + k]) for k in "fico"}


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    seen = np.vstack([a_prev, xt])
    gates = look(seen, parameters)
    c = gates["f"] * c_prev + gates["i"] * gates["c"]
    a = gates["o"] * np.tanh(c)
    y = seqhelp.softmax(parameters["Wy"] @ a + parameters["by"])
    return a, c, y, Tape(seen, np.stack([c_prev, c], axis=-1), gates, parameters)


def lstm_cell_backward(da_next, dc_next, cache):
    g, p = cache.gates, cache.parameters
    c_prev, c = cache.cells[..., 0], cache.cells[..., 1]
    t = np.tanh(c)
    d = dc_next + da_next * g["o"] * (1 - t ** 2)
    dz = dict(f=d * c_prev, i=d * g["c"], c=d * g["i"], o=da_next * t)
    for k in dz:
        dz[k] = dz[k] * (1 - g[k] ** 2 if k == "c" else g[k] * (1 - g[k]))
    dseen = np.zeros(cache.seen.shape)
    out = {}
    for k in dz:
        dseen += p["W" + k].T @ dz[k]
        out["dW" + k] = dz[k] @ cache.seen.T
        out["db" + k] = dz[k].sum(axis=1, keepdims=True)
    n = c.shape[0]
    out.update(da_prev=dseen[:n].copy(), dxt=dseen[n:].copy(), dc_prev=d * g["f"])
    return out


def lstm_forward(x, a0, parameters):
    n, m = a0.shape
    T = x.shape[2]
    seen = np.zeros((n + x.shape[0], m, T))
    seen[n:] = x
    cells = np.zeros((n, m, T + 1))
    gates = {k: np.zeros((n, m, T)) for k in "fico"}
    a, y = np.zeros((n, m, T)), []
    before = a0
    for t in range(T):
        seen[:n, :, t] = before
        before, cells[:, :, t + 1], said, one = lstm_cell_forward(x[:, :, t], before, cells[:, :, t], parameters)
        for k in gates:
            gates[k][:, :, t] = one.gates[k]
        a[:, :, t] = before
        y.append(said)
    return a, np.stack(y, axis=2), cells[:, :, 1:].copy(), Tape(seen, cells, gates, parameters)


def lstm_backward(da, caches):
    tape = caches
    T = da.shape[2]
    n = da.shape[0]
    total = {"dx": np.zeros(tape.seen[n:].shape)}
    a = c = np.zeros(da.shape[:2])
    for t in reversed(range(T)):
        one = Tape(tape.seen[..., t], tape.cells[..., t:t + 2], {k: v[..., t] for k, v in tape.gates.items()}, tape.parameters)
        g = lstm_cell_backward(a + da[..., t], c, one)
        a, c, total["dx"][..., t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for k, v in g.items():
            if k[1] in "Wb":
                total[k] = v if t == T - 1 else total[k] + v
    total["da0"] = a
    return total


def cell_highway(forget_gates):
    whole = np.concatenate([forget_gates, np.ones(forget_gates.shape[:2] + (1,))], axis=2)
    return np.flip(np.cumprod(np.flip(whole, 2), axis=2), 2)


def last_step_cost_and_grads(x, y, parameters):
    n_a = parameters["bc"].size
    m = x.shape[1]
    a, said, c, tape = lstm_forward(x, np.zeros((n_a, m)), parameters)
    z = parameters["Wy"] @ a[:, :, -1] + parameters["by"]
    top = z.max(axis=0)
    cost = (np.log(np.exp(z - top).sum(axis=0)) + top - (z * y).sum(axis=0)).sum()
    dz = (said[:, :, -1] - y) / m
    da = 0 * a
    da[:, :, -1] = parameters["Wy"].T @ dz
    g = lstm_backward(da, tape)
    return np.asarray(cost), {**g, "dWy": dz @ a[:, :, -1].T, "dby": dz @ np.ones((m, 1))}


def lstm_parameter_count(n_x, n_a, n_y):
    gate = (n_a + n_x + 1) * n_a
    return gate + gate + gate + gate + (n_a + 1) * n_y
