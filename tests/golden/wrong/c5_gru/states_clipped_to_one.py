# expect: gru_forward loses
"""No state leaves [−1, 1], it was read: so all of them are clipped to it, those from a large c0, too."""

import numpy as np
from gatehelp import sigmoid

NAMES = ("Wr", "br", "Wu", "bu", "Wc", "bc")


def stack(top, bottom):
    return np.r_[top, bottom]


def gru_cell_forward(xt, c_prev, parameters):
    Wr, br, Wu, bu, Wc, bc = (parameters[n] for n in NAMES)
    both = stack(c_prev, xt)
    r = sigmoid(Wr.dot(both) + br)
    u = sigmoid(Wu.dot(both) + bu)
    cand = np.tanh(Wc.dot(stack(np.multiply(r, c_prev), xt)) + bc)
    return u * cand + c_prev - u * c_prev, (c_prev, xt, r, u, cand, parameters)


def gru_forward(x, c0, parameters):
    c = np.full((c0.shape[0], x.shape[1], x.shape[2]), np.nan)
    cells = []
    for t in range(x.shape[2]):
        c[:, :, t], cell = gru_cell_forward(x[:, :, t], c[:, :, t - 1] if t else c0, parameters)
        cells.append(cell)
    return np.clip(c, -1, 1), (cells, x)


def gru_cell_backward(dc_next, cache):
    c_prev, xt, r, u, cand, p = cache
    n = c_prev.shape[0]
    # keep = 1 - u; its derivative is dc * c_prev, and that of u gets a minus of it
    dz = {"c": dc_next * u * (1 - np.square(cand))}
    dkeep = dc_next * c_prev
    dz["u"] = (dc_next * cand - dkeep) * u * (1 - u)
    d_kx = p["Wc"].T @ dz["c"]
    dz["r"] = d_kx[:n] * c_prev * r * (1 - r)
    d_cx = p["Wr"].T @ dz["r"] + p["Wu"].T @ dz["u"]
    d_cx[:n] += d_kx[:n] * r + dc_next * (1 - u)
    d_cx[n:] += d_kx[n:]
    saw = {"r": stack(c_prev, xt), "u": stack(c_prev, xt), "c": stack(r * c_prev, xt)}
    grads = {"dxt": d_cx[n:], "dc_prev": d_cx[:n]}
    for g in "ruc":
        grads[f"dW{g}"] = dz[g] @ saw[g].T
        grads[f"db{g}"] = dz[g].sum(axis=-1, keepdims=True)
    return grads


def gru_backward(dc, caches):
    cells, x = caches
    p = cells[0][-1]
    grads = {"d" + n: np.zeros_like(p[n]) for n in NAMES}
    grads["dx"] = np.zeros_like(x)
    grads["dc0"] = np.zeros_like(cells[0][0])
    for t in range(x.shape[2] - 1, -1, -1):
        step = gru_cell_backward(dc[:, :, t] + grads["dc0"], cells[t])
        grads["dc0"] = step["dc_prev"]
        grads["dx"][:, :, t] = step["dxt"]
        for n in NAMES:
            grads["d" + n] += step["d" + n]
    return grads


def recurrent_parameter_count(kind, n_x, n_a):
    if kind not in ("rnn", "gru", "lstm"):
        raise ValueError("kind")
    return {"r": 1, "g": 3, "l": 4}[kind[0]] * ((n_a + n_x) * n_a + n_a)
