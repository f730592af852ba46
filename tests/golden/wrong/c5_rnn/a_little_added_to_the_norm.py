# expect: clip_by_global_norm loses
"""1e-6 is added to the norm, as some libraries do."""

import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    n_y, n_a = parameters["Wya"].shape
    a = np.zeros((n_a, m, T))
    y_pred = np.zeros((n_y, m, T))
    cells = []
    a_next = a0
    for t in range(T):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt
        cells.append(cache)
    return a, y_pred, (cells, x)


def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": np.dot(parameters["Wax"].T, dz),
        "da_prev": np.dot(parameters["Waa"].T, dz),
        "dWax": np.dot(dz, xt.T),
        "dWaa": np.dot(dz, a_prev.T),
        "dba": np.sum(dz, axis=1, keepdims=True),
    }


def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros(x.shape)
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        da_prev = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def output_cost_and_grads(y_pred, y, a, parameters):
    n_y, m, T = y.shape
    cost = -np.sum(y * np.log(np.maximum(y_pred, 1e-12))) / (m * T)
    dz = (y_pred - y) / (m * T)
    da = np.zeros(a.shape)
    dWya = np.zeros(parameters["Wya"].shape)
    dby = np.zeros((n_y, 1))
    for t in range(T):
        da[:, :, t] = np.dot(parameters["Wya"].T, dz[:, :, t])
        dWya += np.dot(dz[:, :, t], a[:, :, t].T)
        dby += np.sum(dz[:, :, t], axis=1, keepdims=True)
    return cost, da, {"dWya": dWya, "dby": dby}


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError("max_value must be above 0")
    clipped = {}
    for key in gradients:
        clipped[key] = np.clip(gradients[key], -max_value, max_value)
    return clipped


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be above 0")
    total = 0.0
    for key in gradients:
        total += np.sum(gradients[key] ** 2)
    norm = np.sqrt(total)
    clipped = {}
    for key in gradients:
        if norm > max_norm:
            clipped[key] = gradients[key] * (max_norm / (norm + 1e-6))
        else:
            clipped[key] = gradients[key].copy()
    return clipped, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    T = x.shape[2]
    caches = []
    a = a0
    for t in range(T):
        a, _, cache = rnn_cell_forward(x[:, :, t], a, parameters)
        caches.append(cache)
    norms = np.zeros(T + 1)
    da = da_last
    norms[T] = np.sqrt(np.sum(da**2))
    for t in range(T - 1, -1, -1):
        da = rnn_cell_backward(da, caches[t])["da_prev"]
        norms[t] = np.sqrt(np.sum(da**2))
    return norms


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    back = rnn_backward(da, caches)
    gradients = {
        "dWax": back["dWax"],
        "dWaa": back["dWaa"],
        "dba": back["dba"],
        "dWya": grads["dWya"],
        "dby": grads["dby"],
    }
    gradients = clip_gradients(gradients, max_value)
    new_parameters = {}
    for name in parameters:
        new_parameters[name] = parameters[name] - learning_rate * gradients["d" + name]
    return new_parameters, cost
