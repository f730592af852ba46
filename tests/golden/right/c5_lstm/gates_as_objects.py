"""With classes. The weights are cut in two: what meets the state, and what meets the input."""

from dataclasses import dataclass, field

import numpy as np
from seqhelp import softmax


@dataclass
class Gate:
    """One of the four: its value, and how it goes back."""

    W: np.ndarray
    b: np.ndarray
    curve: str
    value: np.ndarray = None

    def open(self, a, x):
        n_a = a.shape[0]
        z = self.W[:, :n_a] @ a + self.W[:, n_a:] @ x + self.b
        self.value = np.tanh(z) if self.curve == "tanh" else sigmoid(z)
        return self.value

    def slope(self):
        v = self.value
        return 1 - v * v if self.curve == "tanh" else v - v * v


@dataclass
class Step:
    x: np.ndarray
    a: np.ndarray
    c: np.ndarray
    gates: dict = field(default_factory=dict)
    c_next: np.ndarray = None


def sigmoid(z):
    z = np.asarray(z, dtype=np.float64)
    out = np.empty(z.shape)
    up = z >= 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    e = np.exp(z[~up])
    out[~up] = e / (1 + e)
    return out if out.ndim else float(out)


def initialize_lstm(n_x, n_a, n_y, seed):
    gen = np.random.RandomState(seed)
    shapes = {"Wf": n_a, "Wi": n_a, "Wc": n_a, "Wo": n_a}
    p = {}
    for k, rows in shapes.items():
        p[k] = gen.standard_normal((rows, n_a + n_x)) * np.sqrt(1 / (n_a + n_x))
        p["b" + k[1]] = np.zeros((rows, 1))
    p["bf"] = np.ones((n_a, 1))
    p["Wy"] = gen.standard_normal((n_y, n_a)) * np.sqrt(1 / n_a)
    p["by"] = np.zeros((n_y, 1))
    return p


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    step = Step(xt.copy(), a_prev.copy(), c_prev.copy())
    for g in ("f", "i", "c", "o"):
        gate = Gate(parameters["W" + g], parameters["b" + g], "tanh" if g == "c" else "sigmoid")
        gate.open(a_prev, xt)
        step.gates[g] = gate
    g = {k: v.value for k, v in step.gates.items()}
    step.c_next = g["f"] * c_prev
    step.c_next += g["i"] * g["c"]
    a_next = np.tanh(step.c_next) * g["o"]
    return a_next, step.c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]), step


def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    out_a, out_y, out_c, steps = [], [], [], []
    a, c = a0, np.zeros_like(a0, dtype=float)
    t = 0
    while t < T:
        a, c, y, step = lstm_cell_forward(x[:, :, t], a, c, parameters)
        for where, what in ((out_a, a), (out_y, y), (out_c, c), (steps, step)):
            where.append(what)
        t += 1
    together = [np.array(o).transpose(1, 2, 0) for o in (out_a, out_y, out_c)]
    return together[0], together[1], together[2], {"steps": steps}


def lstm_cell_backward(da_next, dc_next, cache):
    g = {k: v.value for k, v in cache.gates.items()}
    tc = np.tanh(cache.c_next)
    dc = dc_next + da_next * g["o"] / np.cosh(np.clip(cache.c_next, -300, 300)) ** 2
    by_gate = {"f": dc * cache.c, "i": dc * g["c"], "c": dc * g["i"], "o": da_next * tc}
    n_a = cache.a.shape[0]
    res = {"dxt": 0.0, "da_prev": 0.0, "dc_prev": dc * g["f"]}
    for k, gate in cache.gates.items():
        dz = by_gate[k] * gate.slope()
        res["dxt"] = res["dxt"] + gate.W[:, n_a:].T @ dz
        res["da_prev"] = res["da_prev"] + gate.W[:, :n_a].T @ dz
        res["dW" + k] = np.hstack([dz @ cache.a.T, dz @ cache.x.T])
        res["db" + k] = dz.sum(axis=1)[:, np.newaxis]
    return res


def lstm_backward(da, caches):
    steps = caches["steps"]
    carried = {"da_prev": 0, "dc_prev": np.zeros(da.shape[:2])}
    total, dx = {}, []
    for t in range(len(steps))[::-1]:
        carried = lstm_cell_backward(
            da[:, :, t] + carried["da_prev"], carried["dc_prev"], steps[t]
        )
        dx.insert(0, carried["dxt"])
        for k in "fico":
            for kind in ("dW", "db"):
                if kind + k in total:
                    total[kind + k] = total[kind + k] + carried[kind + k]
                else:
                    total[kind + k] = carried[kind + k]
    return {**total, "dx": np.dstack(dx), "da0": carried["da_prev"]}


def cell_highway(forget_gates):
    n_a, m, T = np.shape(forget_gates)
    out = np.zeros((n_a, m, T + 1))
    for u in range(n_a):
        for j in range(m):
            for t in range(T + 1):
                product = 1.0
                for s in range(t, T):
                    product *= forget_gates[u][j][s]
                out[u, j, t] = product
    return out


def last_step_cost_and_grads(x, y, parameters):
    n_y, m = y.shape
    Wy = parameters["Wy"]
    a, said, c, caches = lstm_forward(x, np.zeros((Wy.shape[1], m)), parameters)
    cost = 0.0
    dz = np.zeros((n_y, m))
    for j in range(m):
        for k in range(n_y):
            if y[k, j] == 1:
                cost -= np.log(said[k, j, -1]) / m
            dz[k, j] = (said[k, j, -1] - y[k, j]) / m
    outside = np.zeros(a.shape)
    outside[:, :, x.shape[2] - 1] = Wy.T @ dz
    grads = lstm_backward(outside, caches)
    grads["dWy"] = sum(np.outer(dz[:, j], a[:, j, -1]) for j in range(m))
    grads["dby"] = dz.sum(axis=1).reshape(n_y, 1)
    return cost, grads


def lstm_parameter_count(n_x, n_a, n_y):
    one_gate = n_a**2 + n_a * n_x + n_a
    return 4 * one_gate + (n_a + 1) * n_y
