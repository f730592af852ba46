# All steps in one array: dz of the whole sequence first, and then one einsum for each derivative.

import numpy as np


def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=0))


def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    z = np.einsum("ij,jm->im", p["Waa"], a_prev) + np.einsum("ij,jm->im", p["Wax"], xt) + p["ba"]
    a_next = np.tanh(z)
    cache = np.array([z, a_prev]), xt, p["Waa"], p["Wax"]
    return a_next, softmax(np.einsum("ij,jm->im", p["Wya"], a_next) + p["by"]), cache


def rnn_cell_backward(da_next, cache):
    (z, a_prev), xt, Waa, Wax = cache
    dz = da_next / np.cosh(np.clip(z, -300, 300)) ** 2
    return {
        "dz": dz,
        "dxt": np.einsum("ij,im->jm", Wax, dz),
        "da_prev": np.einsum("ij,im->jm", Waa, dz),
        "dWax": np.einsum("im,jm->ij", dz, xt),
        "dWaa": np.einsum("im,jm->ij", dz, a_prev),
        "dba": np.einsum("im->i", dz)[:, None],
    }


def rnn_forward(x, a0, parameters):
    p, T = parameters, x.shape[2]
    known = np.einsum("ij,jmt->imt", p["Wax"], x) + p["ba"][..., None]
    a = np.empty((*a0.shape, T + 1))
    a[:, :, 0] = a0
    for t in range(T):
        a[:, :, t + 1] = np.tanh(p["Waa"] @ a[:, :, t] + known[:, :, t])
    z = np.einsum("yi,imt->ymt", p["Wya"], a[:, :, 1:]) + p["by"][..., None]
    e = np.exp(z - z.max(0))
    return a[:, :, 1:], e / e.sum(0), {"a": a, "x": x, "p": p}


def rnn_backward(da, caches):
    a, x, p = caches["a"], caches["x"], caches["p"]
    T = da.shape[2]
    dz, back = np.empty(da.shape), np.zeros(da.shape[:2])
    for t in range(T)[::-1]:
        dz[..., t] = (da[..., t] + back) * (1 + a[..., t + 1]) * (1 - a[..., t + 1])
        back = p["Waa"].T @ dz[..., t]
    return {
        "dx": np.einsum("ij,imt->jmt", p["Wax"], dz),
        "da0": back,
        "dWax": np.einsum("imt,jmt->ij", dz, x),
        "dWaa": np.einsum("imt,jmt->ij", dz, a[..., :-1]),
        "dba": dz.sum((1, 2)).reshape(-1, 1),
    }


def output_cost_and_grads(y_pred, y, a, parameters):
    losses = -np.log(np.sum(y * y_pred, axis=0) + 1e-9)
    dz = (y_pred - y) / losses.size
    flat = dz.reshape(len(y), -1)
    grads = {"dWya": flat @ a.reshape(len(a), -1).T, "dby": flat.sum(1, keepdims=True)}
    return losses.mean(), np.tensordot(parameters["Wya"].T, dz, axes=1), grads


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError(max_value)
    return {
        k: np.where(np.abs(g) > max_value, np.sign(g) * max_value, g) for k, g in gradients.items()
    }


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError(max_norm)
    norm = np.linalg.norm(np.concatenate([g.reshape(-1) for g in gradients.values()]))
    return {k: g * (max_norm / max(norm, max_norm)) for k, g in gradients.items()}, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    a = rnn_forward(x, a0, parameters)[2]["a"]
    norms = np.zeros(x.shape[2] + 1)
    norms[-1] = np.sqrt(np.vdot(da_last, da_last))
    d = da_last
    for t in range(x.shape[2], 0, -1):
        d = parameters["Waa"].T @ (d - d * a[..., t] ** 2)
        norms[t - 1] = np.sqrt(np.vdot(d, d))
    return norms
