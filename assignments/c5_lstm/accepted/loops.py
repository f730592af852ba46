# A loop for everything, lists of numbers, and the formulas one number at a time.

import math

import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for place in np.ndindex(z.shape):
        v = float(z[place])
        if v >= 0:
            out[place] = 1 / (1 + math.exp(-v))
        else:
            out[place] = math.exp(v) / (1 + math.exp(v))
    return out


def initialize_lstm(n_x, n_a, n_y, seed):
    chance = np.random.RandomState(seed)
    out = {}
    for name, rows, columns in [
        ("Wy", n_y, n_a),
        *[(f"W{g}", n_a, n_a + n_x) for g in "ocif"],
    ]:
        out[name] = np.array(
            [
                [chance.normal(0, 1 / math.sqrt(columns)) for _ in range(columns)]
                for _ in range(rows)
            ]
        )
    for g in "fico":
        out[f"b{g}"] = np.array([[1.0 if g == "f" else 0.0] for _ in range(n_a)])
    out["by"] = np.array([[0.0] for _ in range(n_y)])
    return out


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    n_a, m = a_prev.shape
    n_y = len(p["by"])
    gates = {g: np.zeros((n_a, m)) for g in "fico"}
    a_next, c_next, y = np.zeros((n_a, m)), np.zeros((n_a, m)), np.zeros((n_y, m))
    for e in range(m):
        seen = [*a_prev[:, e].tolist(), *xt[:, e].tolist()]
        for k in range(n_a):
            for g in "fico":
                z = float(p[f"b{g}"][k, 0])
                for w, s in zip(p[f"W{g}"][k].tolist(), seen, strict=False):
                    z += w * s
                gates[g][k, e] = math.tanh(z) if g == "c" else float(sigmoid(z))
            c_next[k, e] = gates["f"][k, e] * c_prev[k, e] + gates["i"][k, e] * gates["c"][k, e]
            a_next[k, e] = gates["o"][k, e] * math.tanh(c_next[k, e])
        z = [
            sum(p["Wy"][j, k] * a_next[k, e] for k in range(n_a)) + p["by"][j, 0]
            for j in range(n_y)
        ]
        exps = [math.exp(v - max(z)) for v in z]
        for j in range(n_y):
            y[j, e] = exps[j] / sum(exps)
    cache = (a_next, c_next, a_prev, c_prev, *(gates[g] for g in "fico"), xt, p)
    return a_next, c_next, y, cache


def lstm_cell_backward(da_next, dc_next, cache):
    _, c_next, a_prev, c_prev, f, i, cc, o, xt, p = cache
    n_a, m = a_prev.shape
    n_x = len(xt)
    grads = {f"dW{g}": np.zeros((n_a, n_a + n_x)) for g in "fico"}
    grads.update({f"db{g}": np.zeros((n_a, 1)) for g in "fico"})
    grads["dxt"], grads["da_prev"] = np.zeros((n_x, m)), np.zeros((n_a, m))
    grads["dc_prev"] = np.zeros((n_a, m))
    for e in range(m):
        for k in range(n_a):
            t = math.tanh(c_next[k, e])
            dc = dc_next[k, e] + da_next[k, e] * o[k, e] * (1 - t * t)
            dz = {
                "f": dc * c_prev[k, e] * f[k, e] * (1 - f[k, e]),
                "i": dc * cc[k, e] * i[k, e] * (1 - i[k, e]),
                "c": dc * i[k, e] * (1 - cc[k, e] ** 2),
                "o": da_next[k, e] * t * o[k, e] * (1 - o[k, e]),
            }
            grads["dc_prev"][k, e] = dc * f[k, e]
            for g in "fico":
                grads[f"db{g}"][k, 0] += dz[g]
                for j in range(n_a):
                    grads[f"dW{g}"][k, j] += dz[g] * a_prev[j, e]
                    grads["da_prev"][j, e] += dz[g] * p[f"W{g}"][k, j]
                for j in range(n_x):
                    grads[f"dW{g}"][k, n_a + j] += dz[g] * xt[j, e]
                    grads["dxt"][j, e] += dz[g] * p[f"W{g}"][k, n_a + j]
    return grads


def cell_highway(forget_gates):
    n_a, m, T = forget_gates.shape
    return [
        [[math.prod(forget_gates[k, e, t:].tolist()) for t in range(T + 1)] for e in range(m)]
        for k in range(n_a)
    ]


def lstm_parameter_count(n_x, n_a, n_y):
    count = 0
    for _gate in range(4):
        count += n_a * n_a + n_a * n_x + n_a
    return count + n_y * n_a + n_y
