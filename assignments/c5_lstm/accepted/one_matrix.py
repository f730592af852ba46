# The four gates' weights stacked into one matrix, einsum for the sums, caches that are dicts.

import numpy as np
import seqhelp

ORDER = "fioc"


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def stacked(p):
    return np.stack([p["W" + g] for g in ORDER]), np.stack([p["b" + g] for g in ORDER])


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W, b = stacked(parameters)
    seen = np.vstack((a_prev, xt))
    z = np.einsum("gkj,jm->gkm", W, seen) + b
    f, i, o = sigmoid(z[:3])
    cc = np.tanh(z[3])
    c = f * c_prev + i * cc
    t = np.tanh(c)
    a = o * t
    y = seqhelp.softmax(np.einsum("yk,km->ym", parameters["Wy"], a) + parameters["by"])
    kept = {"seen": seen, "c_prev": c_prev, "gates": (f, i, o, cc), "t": t, "W": W}
    return a, c, y, kept


def lstm_cell_backward(da_next, dc_next, cache):
    f, i, o, cc = cache["gates"]
    t = cache["t"]
    dc = da_next * o * (1 - t * t) + dc_next
    dz = np.stack([dc * cache["c_prev"] * f * (1 - f), dc * cc * i * (1 - i),
                   da_next * t * o * (1 - o), dc * i * (1 - cc) * (1 + cc)])  # fmt: skip
    dW = np.einsum("gkm,jm->gkj", dz, cache["seen"])
    dseen = np.einsum("gkj,gkm->jm", cache["W"], dz)
    n_a = dc.shape[0]
    grads = {"da_prev": dseen[:n_a], "dxt": dseen[n_a:], "dc_prev": f * dc, "dz": dz}
    for place, g in enumerate(ORDER):
        grads["dW" + g] = dW[place]
        grads["db" + g] = dz[place].sum(axis=1)[:, None]
    return grads


def lstm_forward(x, a0, parameters):
    T = x.shape[-1]
    a, c = a0, 0 * a0
    columns = []
    for t in range(T):
        columns.append(lstm_cell_forward(x[..., t], a, c, parameters))
        a, c = columns[-1][:2]
    a, c, y, kept = zip(*columns, strict=False)
    return (*tuple(np.moveaxis(np.array(one), 0, -1) for one in (a, y, c)), kept)


def lstm_backward(da, caches):
    total = {}
    later = {"da_prev": 0.0, "dc_prev": np.zeros(da.shape[:-1])}
    dx = []
    for t in range(len(caches) - 1, -1, -1):
        later = lstm_cell_backward(da[..., t] + later["da_prev"], later["dc_prev"], caches[t])
        dx.insert(0, later["dxt"])
        for name, value in later.items():
            if name[:2] in ("dW", "db"):
                total[name] = total[name] + value if name in total else value
    return {**total, "dx": np.stack(dx, axis=-1), "da0": later["da_prev"]}


def cell_highway(forget_gates):
    ends = np.ones((*forget_gates.shape[:2], 1))
    return np.concatenate([np.cumprod(forget_gates[..., ::-1], axis=-1)[..., ::-1], ends], axis=-1)
