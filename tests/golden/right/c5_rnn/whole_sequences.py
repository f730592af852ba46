"""Keeps whole arrays, never a cell: einsum over all steps where nothing recurs."""

import numpy as np


def softmax(z, axis=0):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return np.divide(e, np.sum(e, axis=axis, keepdims=True))


def rnn_cell_forward(xt, a_prev, parameters):
    a, y_pred, cache = rnn_forward(xt[:, :, None], a_prev, parameters)
    return a[:, :, 0], y_pred[:, :, 0], cache


def rnn_forward(x, a0, parameters):
    p = parameters
    T = x.shape[2]
    drive = np.einsum("ax,xmt->tam", p["Wax"], x) + p["ba"]
    h = np.zeros((T + 1, *a0.shape))
    h[0] = a0
    for t in range(1, T + 1):
        h[t] = np.tanh(drive[t - 1] + p["Waa"] @ h[t - 1])
    scores = np.einsum("ya,tam->tym", p["Wya"], h[1:]) + p["by"]
    y_pred = softmax(scores, axis=1)
    return h[1:].transpose(1, 2, 0), y_pred.transpose(1, 2, 0), ("whole", h, x, p)


def rnn_cell_backward(da_next, cache):
    if not isinstance(cache[0], str):
        a_next, a_prev, xt, parameters = cache
        cache = "whole", np.stack([a_prev, a_next]), xt[:, :, None], parameters
    g = rnn_backward(da_next[:, :, None], cache)
    return {"dxt": g["dx"][:, :, 0], "da_prev": g["da0"], **g}


def rnn_backward(da, caches):
    if not isinstance(caches[0], str):
        cells, x = caches
        h = np.stack([cells[0][1], *[cell[0] for cell in cells]])
        caches = "whole", h, x, cells[0][3]
    _, h, x, p = caches
    T = da.shape[2]
    dz = np.zeros((T, *da.shape[:2]))
    carry = np.zeros(da.shape[:2])
    for t in reversed(range(T)):
        dz[t] = (da[:, :, t] + carry) * (1 - h[t + 1] ** 2)
        carry = p["Waa"].T @ dz[t]
    return {
        "dx": np.einsum("ax,tam->xmt", p["Wax"], dz),
        "da0": carry,
        "dWax": np.einsum("tam,xmt->ax", dz, x),
        "dWaa": np.einsum("tam,tbm->ab", dz, h[:-1]),
        "dba": np.einsum("tam->a", dz)[:, None],
    }


def output_cost_and_grads(y_pred, y, a, parameters):
    weight = 1 / (y.shape[1] * y.shape[2])
    cost = -weight * np.einsum("ymt,ymt->", y, np.log(y_pred.clip(1e-40)))
    dz = weight * (y_pred - y)
    grads = {"dWya": np.einsum("ymt,amt->ya", dz, a), "dby": np.einsum("ymt->y", dz)[:, None]}
    return cost, np.einsum("ya,ymt->amt", parameters["Wya"], dz), grads


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError("max_value <= 0")
    return dict((name, g.clip(-max_value, max_value)) for name, g in gradients.items())


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm <= 0")
    squares = [np.vdot(g, g) for g in gradients.values()]
    norm = np.sqrt(np.sum(squares))
    scale = max_norm / np.maximum(norm, max_norm)
    return dict((name, scale * g) for name, g in gradients.items()), norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    a, _, _ = rnn_forward(x, a0, parameters)
    norms = [np.sqrt(np.einsum("am,am->", da_last, da_last))]
    for t in range(x.shape[2] - 1, -1, -1):
        jacobians = np.einsum("am,ab->mab", 1 - a[:, :, t] ** 2, parameters["Waa"])
        da_last = np.einsum("mab,am->bm", jacobians, da_last)
        norms.append(np.sqrt(np.einsum("am,am->", da_last, da_last)))
    return np.flip(norms)


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads |= rnn_backward(da, caches)
    grads = clip_gradients(grads, max_value)
    return {name: w - learning_rate * grads[f"d{name}"] for name, w in parameters.items()}, cost
