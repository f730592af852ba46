# expect: rnn_cell_forward loses
"""The cache holds what stood inside of tanh; the way back takes it for the state."""

import numpy as np


def softmax(z):
    shifted = z - np.max(z, axis=0, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / np.sum(exponentials, axis=0, keepdims=True)


def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]

    z = np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba
    a_next = np.tanh(z)
    yt_pred = softmax(np.dot(Wya, a_next) + by)

    cache = (z, a_prev, xt, parameters)
    return a_next, yt_pred, cache


def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T = x.shape
    n_y, n_a = parameters["Wya"].shape

    a = np.zeros((n_a, m, T))
    y_pred = np.zeros((n_y, m, T))
    a_next = a0
    for t in range(T):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)

    caches = (caches, x)
    return a, y_pred, caches


def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]

    dz = da_next * (1 - a_next**2)
    dxt = np.dot(Wax.T, dz)
    dWax = np.dot(dz, xt.T)
    da_prev = np.dot(Waa.T, dz)
    dWaa = np.dot(dz, a_prev.T)
    dba = np.sum(dz, axis=1, keepdims=True)

    gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return gradients


def rnn_backward(da, caches):
    (caches, x) = caches
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T = da.shape
    n_x, m = x1.shape

    dx = np.zeros((n_x, m, T))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))

    for t in reversed(range(T)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWax += gradients["dWax"]
        dWaa += gradients["dWaa"]
        dba += gradients["dba"]

    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}


def output_cost_and_grads(y_pred, y, a, parameters):
    n_y, m, T = y.shape
    n_a = a.shape[0]
    cost = -np.sum(y * np.log(np.maximum(y_pred, 1e-10))) / (m * T)
    dz = (y_pred - y) / (m * T)
    da = np.zeros((n_a, m, T))
    dWya = np.zeros((n_y, n_a))
    dby = np.zeros((n_y, 1))
    for t in range(T):
        da[:, :, t] = np.dot(parameters["Wya"].T, dz[:, :, t])
        dWya += np.dot(dz[:, :, t], a[:, :, t].T)
        dby += np.sum(dz[:, :, t], axis=1, keepdims=True)
    return cost, da, {"dWya": dWya, "dby": dby}


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError("max_value must be positive")
    clipped = {}
    for key in gradients:
        clipped[key] = np.clip(gradients[key], -max_value, max_value)
    return clipped


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm must be positive")
    total = 0.0
    for key in gradients:
        total = total + np.sum(gradients[key] ** 2)
    norm = np.sqrt(total)
    clipped = {}
    for key in gradients:
        if norm > max_norm:
            clipped[key] = gradients[key] * max_norm / norm
        else:
            clipped[key] = gradients[key].copy()
    return clipped, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    T = x.shape[2]
    a, y_pred, (caches, _) = rnn_forward(x, a0, parameters)
    norms = np.zeros(T + 1)
    norms[T] = np.linalg.norm(da_last)
    d = da_last
    for t in reversed(range(T)):
        d = rnn_cell_backward(d, caches[t])["da_prev"]
        norms[t] = np.linalg.norm(d)
    return norms


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    through_time = rnn_backward(da, caches)
    for key in ("dWax", "dWaa", "dba"):
        grads[key] = through_time[key]
    grads = clip_gradients(grads, max_value)

    new_parameters = {}
    for key in parameters:
        new_parameters[key] = parameters[key] - learning_rate * grads["d" + key]
    return new_parameters, cost
