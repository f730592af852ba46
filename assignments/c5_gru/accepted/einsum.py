# Index by index: einsum for every product, the parameters cut into the parts for state and input,
# and a dict for a cache. Sums over time are those of one einsum at the end.

import numpy as np
from gatehelp import sigmoid


def cut(W):
    return W[:, : len(W)], W[:, len(W) :]


def affine(W, b, state, x):
    upper, lower = cut(W)
    return np.einsum("ab,bm->am", upper, state) + np.einsum("ax,xm->am", lower, x) + b


def gru_cell_forward(xt, c_prev, parameters):
    p = parameters
    k = {"xt": np.array(xt), "c": np.array(c_prev)}
    k["r"] = sigmoid(affine(p["Wr"], p["br"], c_prev, xt))
    k["u"] = sigmoid(affine(p["Wu"], p["bu"], c_prev, xt))
    k["k"] = np.einsum("am,am->am", k["r"], c_prev)
    k["new"] = np.tanh(affine(p["Wc"], p["bc"], k["k"], xt))
    k["W"] = {gate: np.array(p["W" + gate]) for gate in "ruc"}
    return c_prev + k["u"] * (k["new"] - c_prev), k


def slopes(dc_next, k):
    """dz of the three parts, dxt and dc_prev."""
    dz = {
        "c": dc_next * k["u"] * (1 - np.square(k["new"])),
        "u": dc_next * (k["new"] - k["c"]) * k["u"] * (1 - k["u"]),
    }
    dk = np.einsum("ab,am->bm", cut(k["W"]["c"])[0], dz["c"])
    dz["r"] = dk * k["c"] * k["r"] * (1 - k["r"])
    dxt = sum(np.einsum("ax,am->xm", cut(k["W"][gate])[1], dz[gate]) for gate in "ruc")
    dc_prev = dc_next - dc_next * k["u"] + dk * k["r"]
    for gate in "ru":
        dc_prev = dc_prev + np.einsum("ab,am->bm", cut(k["W"][gate])[0], dz[gate])
    return dz, dxt, dc_prev


def gru_cell_backward(dc_next, cache):
    dz, dxt, dc_prev = slopes(dc_next, cache)
    out = {"dxt": dxt, "dc_prev": dc_prev, "dzc": dz["c"]}
    for gate, state in (("r", "c"), ("u", "c"), ("c", "k")):
        seen = np.vstack((cache[state], cache["xt"]))
        out[f"dW{gate}"] = np.einsum("am,nm->an", dz[gate], seen)
        out[f"db{gate}"] = np.einsum("am->a", dz[gate])[:, np.newaxis]
    return out


def gru_forward(x, c0, parameters):
    kept, c = {}, c0
    states = np.zeros((x.shape[2], *c0.shape))
    for t, xt in enumerate(np.moveaxis(x, 2, 0)):
        c, kept[t] = gru_cell_forward(xt, c, parameters)
        states[t] = c
    return states.transpose(1, 2, 0), kept


def gru_backward(dc, caches):
    T = len(caches)
    dz = {gate: np.zeros(dc.shape) for gate in "ruc"}
    dx, carry = [], np.zeros_like(dc[:, :, 0])
    for t in range(T - 1, -1, -1):
        step, dxt, carry = slopes(dc[:, :, t] + carry, caches[t])
        dx.insert(0, dxt)
        for gate in "ruc":
            dz[gate][:, :, t] = step[gate]
    out = {"dx": np.stack(dx, -1), "dc0": carry}
    for gate, state in (("r", "c"), ("u", "c"), ("c", "k")):
        seen = np.stack([np.vstack((caches[t][state], caches[t]["xt"])) for t in range(T)], -1)
        out[f"dW{gate}"] = np.einsum("amt,nmt->an", dz[gate], seen)
        out[f"db{gate}"] = np.einsum("amt->a", dz[gate])[:, None]
    return out


def recurrent_parameter_count(kind, n_x, n_a):
    parts = {"rnn": "c", "gru": "ruc", "lstm": "fioc"}.get(kind)
    if parts is None:
        raise ValueError(kind)
    return sum(np.zeros((n_a, n_a + n_x + 1)).size for _ in parts)
