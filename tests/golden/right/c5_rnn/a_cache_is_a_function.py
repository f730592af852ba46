"""A cache is the way back itself: a function that the way forward leaves behind."""

import math
from functools import reduce

import numpy as np


def softmax(z):
    # One over the sum of e^(z_j - z_k): the largest first, so that none is above 1.
    columns = []
    for column in z.T:
        e = np.exp(column - max(column))
        columns.append(e / math.fsum(e))
    return np.array(columns).T


def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + parameters["ba"])

    def back(da_next):
        dz = (1 + a_next) * (1 - a_next) * da_next
        return {
            "dxt": (dz.T @ Wax).T,
            "da_prev": (dz.T @ Waa).T,
            "dWax": (xt @ dz.T).T,
            "dWaa": (a_prev @ dz.T).T,
            "dba": dz @ np.ones((dz.shape[1], 1)),
        }

    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), back


def rnn_forward(x, a0, parameters):
    def go(t, a):
        if t == x.shape[2]:
            return []
        step = rnn_cell_forward(x[:, :, t], a, parameters)
        return [step, *go(t + 1, step[0])]

    states, outputs, backs = zip(*go(0, a0), strict=True)
    return np.dstack(states), np.dstack(outputs), backs


def rnn_cell_backward(da_next, cache):
    return cache(da_next)


def rnn_backward(da, caches):
    def go(t):
        """All cells' derivatives from t on, the earliest first."""
        if t == len(caches):
            return []
        behind = go(t + 1)
        da_next = da[:, :, t] + (behind[0]["da_prev"] if behind else 0)
        return [rnn_cell_backward(da_next, caches[t]), *behind]

    grads = go(0)
    sums = {
        name: reduce(np.add, [g[name] for g in grads]) for name in ("dWax", "dWaa", "dba")
    }
    return {"dx": np.dstack([g["dxt"] for g in grads]), "da0": grads[0]["da_prev"], **sums}


def output_cost_and_grads(y_pred, y, a, parameters):
    _, m, T = y.shape
    classes = np.argmax(y, axis=0)
    cost = 0.0
    for i in range(m):
        for t in range(T):
            cost -= math.log(max(y_pred[classes[i, t], i, t], 1e-15))
    dz = (y_pred - y) / m / T
    da = np.dstack([parameters["Wya"].T @ dz[:, :, t] for t in range(T)])
    dWya = sum(dz[:, :, t] @ a[:, :, t].T for t in range(T))
    return cost / m / T, da, {"dWya": dWya, "dby": np.sum(dz, (1, 2))[:, np.newaxis]}


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError
    return {
        name: np.where(np.abs(g) > max_value, max_value * np.sign(g), g)
        for name, g in gradients.items()
    }


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError
    norm = math.hypot(*(v for g in gradients.values() for v in g.flat))
    return {
        name: g * max_norm / norm if norm > max_norm else g + 0.0 for name, g in gradients.items()
    }, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    _, _, caches = rnn_forward(x, a0, parameters)

    def length(g):
        return math.sqrt(np.vdot(g, g))

    norms, g = [length(da_last)], da_last
    for cache in reversed(caches):
        g = rnn_cell_backward(g, cache)["da_prev"]
        norms = [length(g), *norms]
    return np.array(norms)


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = clip_gradients(rnn_backward(da, caches) | grads, max_value)
    return {
        name: parameters[name] - learning_rate * grads[f"d{name}"] for name in parameters
    }, cost
