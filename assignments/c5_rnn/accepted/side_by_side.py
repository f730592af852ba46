# One matrix for state and input, as [Waa Wax]·[a; x]; a way back that recurs over the steps.

import numpy as np


def both(parameters):
    return np.hstack([parameters["Waa"], parameters["Wax"]])


def rnn_cell_forward(xt, a_prev, parameters):
    inside = np.concatenate([a_prev, xt], axis=0)
    a_next = np.tanh(both(parameters) @ inside + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])  # noqa: F821
    return (a_next, yt_pred, (inside, 1 - a_next * a_next, both(parameters)))


def rnn_cell_backward(da_next, cache):
    inside, slope, W = cache
    n_a = da_next.shape[0]
    dz = slope * da_next
    dW, d = dz @ inside.T, W.T @ dz
    return {
        "dxt": d[n_a:],
        "da_prev": d[:n_a],
        "dWax": dW[:, n_a:],
        "dWaa": dW[:, :n_a],
        "dba": dz @ np.ones((dz.shape[1], 1)),
    }


def rnn_forward(x, a0, parameters):
    first = rnn_cell_forward(x[:, :, 0], a0, parameters)
    if x.shape[2] == 1:
        return first[0][:, :, None], first[1][:, :, None], [first[2]]
    a, y_pred, caches = rnn_forward(x[:, :, 1:], first[0], parameters)
    a = np.concatenate([first[0][:, :, None], a], axis=2)
    return a, np.concatenate([first[1][:, :, None], y_pred], axis=2), [first[2], *caches]


def rnn_backward(da, caches):
    if len(caches) == 0:
        return {"dx": None, "da0": np.zeros(da.shape[:2]), "dWax": 0, "dWaa": 0, "dba": 0}
    later = rnn_backward(da[:, :, 1:], caches[1:])
    now = rnn_cell_backward(da[:, :, 0] + later["da0"], caches[0])
    dx = now["dxt"][:, :, None]
    found = {name: later[name] + now[name] for name in ("dWax", "dWaa", "dba")}
    found["dx"] = dx if later["dx"] is None else np.concatenate([dx, later["dx"]], axis=2)
    found["da0"] = now["da_prev"]
    return found


def gradient_norms_through_time(x, a0, parameters, da_last):
    caches = rnn_forward(x, a0, parameters)[2]
    da = np.zeros((*a0.shape, len(caches)))
    da[:, :, -1] = da_last
    norms = [np.sqrt((da_last**2).sum())]
    for t in range(len(caches))[::-1]:
        norms.insert(0, np.sqrt((rnn_backward(da[:, :, t:], caches[t:])["da0"] ** 2).sum()))
    return norms
