# expect: rnn_forward loses
"""The states come out a step late, and no other code can read these caches."""

import numpy as np


def softmax(z):
    z = z - z.max(axis=0)
    return np.exp(z - np.log(np.exp(z).sum(axis=0)))


def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    a_next = np.tanh(p["Waa"] @ a_prev + p["Wax"] @ xt + p["ba"])
    cache = {
        "slope": 1 - a_next * a_next,
        "a_prev": a_prev.copy(),
        "xt": xt.copy(),
        "Wax": p["Wax"].copy(),
        "Waa": p["Waa"].copy(),
    }
    return a_next, softmax(p["Wya"] @ a_next + p["by"]), cache


def rnn_forward(x, a0, parameters):
    p = parameters
    n_x, m, T = x.shape
    from_x = np.einsum("ij,jmt->imt", p["Wax"], x) + p["ba"][:, :, None]
    states = np.empty((a0.shape[0], m, T + 1))
    states[:, :, 0] = a0
    for t in range(T):
        states[:, :, t + 1] = np.tanh(from_x[:, :, t] + p["Waa"] @ states[:, :, t])
    a = states[:, :, :-1].copy()
    z = np.tensordot(p["Wya"], a, axes=1) + p["by"][:, :, None]
    y_pred = softmax(z.reshape(len(z), -1)).reshape(z.shape)
    caches = {"x": x.copy(), "states": states, "Wax": p["Wax"].copy(), "Waa": p["Waa"].copy()}
    return a, y_pred, caches


def rnn_cell_backward(da_next, cache):
    dz = cache["slope"] * da_next
    return {
        "dxt": cache["Wax"].T @ dz,
        "da_prev": cache["Waa"].T @ dz,
        "dWax": dz @ cache["xt"].T,
        "dWaa": dz @ cache["a_prev"].T,
        "dba": dz.sum(axis=1)[:, None],
    }


def rnn_backward(da, caches):
    states = caches["states"]
    slopes = 1 - states[:, :, 1:] ** 2
    dz = np.zeros(da.shape)
    later = np.zeros(da.shape[:2])
    for t in range(da.shape[2])[::-1]:
        dz[:, :, t] = slopes[:, :, t] * (da[:, :, t] + later)
        later = caches["Waa"].T @ dz[:, :, t]
    return {
        "dx": np.einsum("ij,imt->jmt", caches["Wax"], dz),
        "da0": later,
        "dWax": np.einsum("imt,jmt->ij", dz, caches["x"]),
        "dWaa": np.einsum("imt,jmt->ij", dz, states[:, :, :-1]),
        "dba": dz.sum(axis=(1, 2))[:, None],
    }


def output_cost_and_grads(y_pred, y, a, parameters):
    count = y.shape[1] * y.shape[2]
    dz = (y_pred - y) / count
    cost = -(y * np.log(y_pred + 1e-300)).sum() / count
    grads = {
        "dWya": np.einsum("kmt,imt->ki", dz, a),
        "dby": dz.sum(axis=(1, 2)).reshape(-1, 1),
    }
    return cost, np.einsum("ki,kmt->imt", parameters["Wya"], dz), grads


def clip_gradients(gradients, max_value):
    if not max_value > 0:
        raise ValueError("the bound must be positive")
    return {k: np.minimum(np.maximum(g, -max_value), max_value) for k, g in gradients.items()}


def clip_by_global_norm(gradients, max_norm):
    if not max_norm > 0:
        raise ValueError("the bound must be positive")
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in gradients.values()]))
    factor = max_norm / norm if norm > max_norm else 1.0
    return {k: factor * g for k, g in gradients.items()}, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    caches = rnn_forward(x, a0, parameters)[2]
    steps = caches["states"].shape[2] - 1
    gradient = da_last
    norms = [np.linalg.norm(gradient)]
    for t in range(steps, 0, -1):
        gradient = caches["Waa"].T @ (gradient * (1 - caches["states"][:, :, t] ** 2))
        norms.append(np.linalg.norm(gradient))
    return np.array(norms[::-1])


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = clip_gradients({**grads, **rnn_backward(da, caches)}, max_value)
    new = {k: w - learning_rate * grads["d" + k] for k, w in parameters.items()}
    return new, cost
