# expect: clip_by_global_norm loses
"""Every array is shortened by itself."""

import numpy as np


def softmax(z):
    rows = z.T
    rows = np.exp(rows - rows.max(axis=1, keepdims=True))
    rows = rows / rows.sum(axis=1, keepdims=True)
    return rows.T


def rnn_cell_forward(xt, a_prev, parameters):
    X, H = xt.T, a_prev.T
    new = np.tanh(H @ parameters["Waa"].T + X @ parameters["Wax"].T + parameters["ba"].T)
    out = new @ parameters["Wya"].T + parameters["by"].T
    cache = {"X": X, "H": H, "new": new, "parameters": parameters}
    return new.T, softmax(out.T), cache


def rnn_forward(x, a0, parameters):
    time_first = x.transpose(2, 0, 1)
    H = a0
    hs, ys, caches = [], [], []
    for X in time_first:
        H, Y, cache = rnn_cell_forward(X, H, parameters)
        hs.append(H)
        ys.append(Y)
        caches.append(cache)
    return np.array(hs).transpose(1, 2, 0), np.array(ys).transpose(1, 2, 0), caches


def rnn_cell_backward(da_next, cache):
    if isinstance(cache, tuple):
        new, old, xt, parameters = cache
        cache = {"X": xt.T, "H": old.T, "new": new.T, "parameters": parameters}
    D = da_next.T * (1 - cache["new"] ** 2)
    p = cache["parameters"]
    return {
        "dxt": (D @ p["Wax"]).T,
        "da_prev": (D @ p["Waa"]).T,
        "dWax": (cache["X"].T @ D).T,
        "dWaa": (cache["H"].T @ D).T,
        "dba": D.sum(axis=0).reshape(-1, 1),
    }


def rnn_backward(da, caches):
    cells = caches[0] if isinstance(caches, tuple) else caches
    grads = {"dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
    dxs = []
    carried = 0.0
    for step, cell in enumerate(reversed(cells)):
        got = rnn_cell_backward(da[:, :, -1 - step] + carried, cell)
        carried = got["da_prev"]
        dxs.append(got["dxt"])
        for name in grads:
            grads[name] = grads[name] + got[name]
    grads["dx"] = np.array(dxs[::-1]).transpose(1, 2, 0)
    grads["da0"] = carried
    return grads


def output_cost_and_grads(y_pred, y, a, parameters):
    n_y, m, T = y.shape
    P, Y = y_pred.reshape(n_y, m * T), y.reshape(n_y, m * T)
    A = a.reshape(a.shape[0], m * T)
    picked = P.T[Y.T == 1]
    cost = -np.log(np.where(picked > 0, picked, 1e-20)).sum() / (m * T)
    D = (P - Y) / (m * T)
    da = (parameters["Wya"].T @ D).reshape(a.shape)
    return cost, da, {"dWya": D @ A.T, "dby": D @ np.ones((m * T, 1))}


def clip_gradients(gradients, max_value):
    if max_value > 0:
        new = {}
        for name, g in gradients.items():
            g = g.copy()
            g[np.where(g > max_value)] = max_value
            g[np.where(g < -max_value)] = -max_value
            new[name] = g
        return new
    raise ValueError


def clip_by_global_norm(gradients, max_norm):
    if max_norm > 0:
        long_vector = np.hstack([g.ravel() for g in gradients.values()])
        norm = np.linalg.norm(long_vector)
        if norm > max_norm:
            return {name: g / max(np.linalg.norm(g) / max_norm, 1.0) for name, g in gradients.items()}, norm
        return {name: np.array(g) for name, g in gradients.items()}, norm
    raise ValueError


def gradient_norms_through_time(x, a0, parameters, da_last):
    caches = rnn_forward(x, a0, parameters)[2]
    caches = caches[0] if isinstance(caches, tuple) else caches
    norms = [np.linalg.norm(da_last.ravel())]
    while caches:
        da_last = rnn_cell_backward(da_last, caches[-1])["da_prev"]
        caches = caches[:-1]
        norms = [np.linalg.norm(da_last.ravel()), *norms]
    return np.array(norms)


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, g = output_cost_and_grads(y_pred, y, a, parameters)
    g.update(rnn_backward(da, caches))
    step = lambda name: learning_rate * np.clip(g["d" + name], -max_value, max_value)
    return {name: parameters[name] - step(name) for name in parameters}, cost
