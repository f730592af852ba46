# expect: gru_backward loses
"""As if the cost hung on the last state alone."""

import numpy as np


def sig(z):
    return 1.0 / (1.0 + np.exp(-z))


def rows(p):
    return {k: np.transpose(v) for k, v in p.items()}


def gru_cell_forward(xt, c_prev, parameters):
    x, c, p = xt.T, c_prev.T, rows(parameters)
    cx = np.hstack([c, x])
    r = sig(cx @ p["Wr"] + p["br"])
    u = sig(cx @ p["Wu"] + p["bu"])
    rx = np.hstack([r * c, x])
    h = np.tanh(rx @ p["Wc"] + p["bc"])
    return (u * h + (1 - u) * c).T, {"c": c, "cx": cx, "rx": rx, "r": r, "u": u, "h": h, "p": p}


def gru_forward(x, c0, parameters):
    cells = []
    c = [c0]
    for xt in x.transpose(2, 0, 1):
        new, cell = gru_cell_forward(xt, c[-1], parameters)
        c += [new]
        cells += [cell]
    return np.array(c[1:]).transpose(1, 2, 0), cells


def gru_cell_backward(dc_next, cache):
    k, p, d = cache, cache["p"], dc_next.T
    n = d.shape[1]
    dzc = d * k["u"] * (1 - k["h"] ** 2)
    dzu = d * (k["h"] - k["c"]) * k["u"] * (1 - k["u"])
    drx = dzc @ p["Wc"].T
    dzr = drx[:, :n] * k["c"] * k["r"] * (1 - k["r"])
    dcx = dzr @ p["Wr"].T + dzu @ p["Wu"].T
    dc = d * (1 - k["u"]) + drx[:, :n] * k["r"] + dcx[:, :n]
    dx = drx[:, n:] + dcx[:, n:]
    out = {
        "dxt": dx,
        "dc_prev": dc,
        "dWr": k["cx"].T @ dzr,
        "dWu": k["cx"].T @ dzu,
        "dWc": k["rx"].T @ dzc,
        "dbr": dzr.sum(0, keepdims=True),
        "dbu": dzu.sum(0, keepdims=True),
        "dbc": dzc.sum(0, keepdims=True),
    }
    return rows(out)


def gru_backward(dc, caches):
    dnext = np.zeros(dc.shape[:2])
    out, dx = {}, []
    t = dc.shape[2] - 1
    while t >= 0:
        step = gru_cell_backward(dnext + (dc[:, :, t] if t == dc.shape[2] - 1 else 0), caches[t])
        dnext = step["dc_prev"]
        dx.append(step["dxt"])
        for name in ("dWr", "dWu", "dWc", "dbr", "dbu", "dbc"):
            out[name] = out[name] + step[name] if name in out else step[name]
        t -= 1
    dx.reverse()
    out["dx"] = np.dstack(dx)
    out["dc0"] = dnext
    return out


def recurrent_parameter_count(kind, n_x, n_a):
    count = {"rnn": 1, "gru": 3, "lstm": 4}.get(kind, 0)
    if not count:
        raise ValueError("kind")
    shapes = [(n_a, n_a), (n_a, n_x), (n_a, 1)] * count
    return sum(a * b for a, b in shapes)
