# A cache holds the arguments alone: what the way back needs is worked out once more. The sequence
# keeps all states and no caches of steps, and doesn't call the cell's functions.

import numpy as np


def sigma(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def values(xt, c, p):
    seen = np.r_[c, xt]
    r, u = sigma(p["Wr"].dot(seen) + p["br"]), sigma(p["Wu"].dot(seen) + p["bu"])
    reset = np.r_[r * c, xt]
    return seen, reset, r, u, np.tanh(p["Wc"].dot(reset) + p["bc"])


def gru_cell_forward(xt, c_prev, parameters):
    _, _, _, u, new = values(xt, c_prev, parameters)
    return (1.0 - u) * c_prev + u * new, [xt, c_prev, parameters]


def back(d, xt, c, p):
    n = c.shape[0]
    seen, reset, r, u, new = values(xt, c, p)
    dzc = d * u * (1 + new) * (1 - new)
    dzu = d * new * u * (1 - u) - d * c * u * (1 - u)
    up = np.dot(dzc.T, p["Wc"]).T
    dzr = up[:n] * c * (r - r**2)
    gates = np.dot(dzr.T, p["Wr"]).T + np.dot(dzu.T, p["Wu"]).T
    dc_prev = d - u * d + r * up[:n] + gates[:n]
    slopes = [
        ("dWr", dzr @ seen.T),
        ("dWu", dzu @ seen.T),
        ("dWc", dzc @ reset.T),
        ("dbr", dzr.sum(1)[:, None]),
        ("dbu", dzu.sum(1)[:, None]),
        ("dbc", dzc.sum(1)[:, None]),
    ]
    return up[n:] + gates[n:], dc_prev, dict(slopes)


def gru_cell_backward(dc_next, cache):
    dxt, dc_prev, slopes = back(dc_next, *cache)
    return dict(slopes, dxt=dxt, dc_prev=dc_prev)


def gru_forward(x, c0, parameters):
    c = np.empty(c0.shape + x.shape[2:])
    before = c0
    for t in range(c.shape[-1]):
        _, _, _, u, new = values(x[..., t], before, parameters)
        before = before + u * (new - before)
        c[..., t] = before
    return c, {"x": x, "c0": c0, "c": c.copy(), "p": parameters}


def gru_backward(dc, caches):
    x, c0, c, p = (caches[name] for name in ("x", "c0", "c", "p"))
    dx, d = np.zeros(x.shape), np.zeros(c0.shape)
    total = {f"d{name}": np.zeros(p[name].shape) for name in ("Wr", "Wu", "Wc", "br", "bu", "bc")}
    for t in range(x.shape[-1])[::-1]:
        before = c[..., t - 1] if t else c0
        dx[..., t], d, slopes = back(d + dc[..., t], x[..., t], before, p)
        for name, slope in slopes.items():
            total[name] += slope
    total.update(dx=dx, dc0=d)
    return total


def recurrent_parameter_count(kind, n_x, n_a):
    assert kind in ("rnn", "gru", "lstm")
    return int(np.prod((n_a, n_a + n_x + 1)) * (1 + 2 * (kind != "rnn") + (kind == "lstm")))
