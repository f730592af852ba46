# expect: gru_cell_backward loses
"""1 − u² behind the update gate."""

import numpy as np
from gatehelp import sigmoid


def gru_cell_forward(xt, c_prev, parameters):
    stack = np.concatenate([c_prev, xt])
    r, u = (
        sigmoid(parameters[W] @ stack + parameters[b]) for W, b in (("Wr", "br"), ("Wu", "bu"))
    )
    h = np.tanh(parameters["Wc"] @ np.concatenate([r * c_prev, xt]) + parameters["bc"])
    return np.where(True, u * h + (1 - u) * c_prev, 0), (c_prev, xt, r, u, h, parameters)


def gru_forward(x, c0, parameters):
    c1, cache = gru_cell_forward(x[:, :, 0], c0, parameters)
    if x.shape[2] == 1:
        return c1[:, :, np.newaxis], ([cache], x)
    c, (cells, _) = gru_forward(x[:, :, 1:], c1, parameters)
    return np.concatenate([c1[:, :, None], c], axis=-1), ([cache, *cells], x)


def gru_cell_backward(dc_next, cache):
    c, x, r, u, h, p = cache
    n = len(c)
    d_h, d_u = dc_next * u, dc_next * h - dc_next * c
    z_c, z_u = d_h - d_h * h**2, d_u * (1 - u**2)
    kx = p["Wc"].T @ z_c
    z_r = kx[:n] * c * (r - r**2)
    cx = np.hstack([p["Wr"].T, p["Wu"].T]) @ np.vstack([z_r, z_u])
    seen, reset = np.vstack([c, x]), np.vstack([r * c, x])
    return {
        "dc_prev": dc_next - dc_next * u + kx[:n] * r + cx[:n],
        "dxt": (kx + cx)[n:],
        "dWr": np.inner(z_r, seen),
        "dWu": np.inner(z_u, seen),
        "dWc": np.inner(z_c, reset),
        "dbr": np.reshape(z_r.sum(axis=1), (n, 1)),
        "dbu": np.reshape(z_u.sum(axis=1), (n, 1)),
        "dbc": np.reshape(z_c.sum(axis=1), (n, 1)),
    }


def gru_backward(dc, caches):
    cells, x = caches
    if len(cells) > 1:
        rest = gru_backward(dc[:, :, 1:], (cells[1:], x[:, :, 1:]))
        later = rest["dc0"]
    else:
        rest, later = None, 0
    first = gru_cell_backward(dc[:, :, 0] + later, cells[0])
    out = {"dc0": first["dc_prev"], "dx": first["dxt"][:, :, None]}
    if rest:
        out["dx"] = np.concatenate([out["dx"], rest["dx"]], axis=2)
    for name in ("dWr", "dbr", "dWu", "dbu", "dWc", "dbc"):
        out[name] = first[name] + (rest[name] if rest else 0)
    return out


def recurrent_parameter_count(kind, n_x, n_a):
    if kind == "rnn":
        return n_a * (n_a + n_x + 1)
    if kind in ("gru", "lstm"):
        return (3 if kind == "gru" else 4) * recurrent_parameter_count("rnn", n_x, n_a)
    raise ValueError(kind)
